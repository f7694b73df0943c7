/**
 * What the planner was told before a reply, folded away: it is long, and most of it is shown elsewhere.
 *
 * @module
 */

import type { Labelled } from "../page_data.ts";
import { DetailsView } from "./details_view.ts";
import { el, refill } from "./dom.ts";
import { formatCounted, formatShort } from "./format.ts";
import { labelText } from "./plain_text.ts";
import { textBlock } from "./text_block.ts";

/** The messages as something that opens; `undefined` when there is none. */
export function askedView(asked: readonly Labelled[], title: string): HTMLElement | undefined {
  if (asked.length === 0) return undefined;
  const chars = asked.reduce((sum, { text }) => sum + text.length, 0);
  const details = new DetailsView({
    class: "fold",
    onToggle: (isOpen) => {
      if (!isOpen || details.body.hasChildNodes()) return;
      const messages = asked.map(({ label, text }, index) =>
        el(
          "div",
          { class: "message" },
          el("h4", {}, labelText(label)),
          textBlock(text, { field: `asked:${index}`, look: "prose" }),
        )
      );
      refill(details.body, ...messages);
    },
  });
  refill(
    details.head,
    el("span", {}, title),
    el(
      "span",
      { class: "aside" },
      `${formatCounted(asked.length, "message")}, ${formatShort(chars)} characters`,
    ),
  );
  details.element.dataset["holds"] = "asked";
  return details.element;
}

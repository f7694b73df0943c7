/**
 * What stands beside the turns besides charts: the inputs, and how the run was made.
 *
 * @module
 */

import type { RunItem, ShownInput } from "../page_data.ts";
import { DetailsView } from "./details_view.ts";
import { el, refill } from "./dom.ts";
import { formatCount, formatMoment } from "./format.ts";
import { labelText, textNodes } from "./plain_text.ts";
import { textBlock } from "./text_block.ts";

/** The variables of the run. */
export function inputsCard(inputs: readonly ShownInput[]): HTMLElement | undefined {
  if (inputs.length === 0) return undefined;
  return el(
    "section",
    { class: "card inputs" },
    el("h2", {}, "Inputs"),
    ...inputs.map(inputView),
  );
}

function inputView({ chars, head, name, source, tail, type }: ShownInput): HTMLElement {
  const details = new DetailsView({
    class: "fold",
    onToggle: (isOpen) => {
      if (!isOpen || details.body.hasChildNodes()) return;
      const left = chars === undefined ? 0 : chars - [...head].length - [...tail].length;
      refill(
        details.body,
        source === "" ? undefined : el("p", { class: "source" }, ...textNodes(source)),
        head !== "" && textBlock(head, { field: `input:${name}`, look: "print" }),
        tail !== "" && el(
          "p",
          { class: "none" },
          left > 0 ? `${formatCount(left)} characters in between` : "…",
        ),
        tail !== "" && textBlock(tail, { field: `input-end:${name}`, look: "print" }),
      );
    },
  });
  refill(
    details.head,
    el("code", {}, ...textNodes(name)),
    el(
      "span",
      { class: "aside" },
      labelText(type) + (chars === undefined ? "" : `, ${formatCount(chars)} characters`),
    ),
  );
  details.element.dataset["holds"] = `input:${name}`;
  return details.element;
}

/** Models, sandbox, program, and the instructions of the task. */
export function aboutCard({ facts, instructions }: RunItem, isHeadline: boolean): HTMLElement {
  return el(
    "section",
    { class: "card about" },
    el("h2", {}, "About this run"),
    el(
      "dl",
      {},
      ...facts.flatMap(({ label, text }) => [
        el("dt", {}, label),
        el("dd", {}, ...textNodes(label === "Started" ? formatMoment(text) : text)),
      ]),
    ),
    instructions === "" || isHeadline ? undefined : el("h3", {}, "Instructions"),
    instructions === "" || isHeadline
      ? undefined
      : textBlock(instructions, { field: "instructions", look: "prose" }),
  );
}

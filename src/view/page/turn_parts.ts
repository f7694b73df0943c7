/**
 * Parts of an open turn: titled sections, what changed, what went wrong.
 *
 * @module
 */

import type { CellItem } from "../page_data.ts";
import { el } from "./dom.ts";
import { textNodes } from "./plain_text.ts";
import { textBlock } from "./text_block.ts";

/** Names that are shown of those that a cell changed. */
const SHOWN_CHANGES = 60;

/** A part with its title, and a word beside it. */
export function section(title: string, content: HTMLElement, aside: string = ""): HTMLElement {
  return el(
    "section",
    { class: "part" },
    el("h3", {}, title, aside === "" ? undefined : el("span", { class: "aside" }, aside)),
    content,
  );
}

/** What went wrong in a cell; `undefined` when nothing did. */
export function problemView({ problem, traceback }: CellItem): HTMLElement | undefined {
  if (problem === "" && traceback === "") return undefined;
  const made = section(
    "Error",
    el(
      "div",
      {},
      problem === "" ? undefined : textBlock(problem, { field: "problem", look: "prose" }),
      traceback === "" ? undefined : textBlock(traceback, { field: "traceback", look: "print" }),
    ),
  );
  made.classList.add("bad");
  return made;
}

const CHANGE_SIGNS: Readonly<Record<string, string>> = { added: "+", changed: "~", removed: "−" };

/** The variables that a cell added, changed or removed; `undefined` when there is none. */
export function changesView({ changes }: CellItem): HTMLElement | undefined {
  if (changes.length === 0) return undefined;
  const shown = changes.slice(0, SHOWN_CHANGES).map(({ kind, name, type }) =>
    el(
      "li",
      { class: kind === "removed" ? "gone" : undefined, title: kind },
      el("b", { "aria-label": kind }, CHANGE_SIGNS[kind] ?? "?"),
      el("code", {}, ...textNodes(name)),
      type === "" ? undefined : el("span", { class: "type" }, ...textNodes(type)),
    )
  );
  const left = changes.length - shown.length;
  if (left > 0) shown.push(el("li", {}, `and ${left} more`));
  return section("Variables", el("ul", { class: "changes" }, ...shown));
}

/**
 * Prose with what models mark up in it made visible: headings, bold words, code. The marks stay where
 * they are, only paler, so that a text is shown as it was written and found as it is shown.
 *
 * @module
 */

import { el } from "./dom.ts";
import { textNodes } from "./plain_text.ts";

/** Longest text that is looked through for marks. */
const MARKED_CHARS = 200_000;

const MARKED = new RegExp(
  [
    "^(?<fence>[ \\t]*```[^\\n]*\\n(?:[\\s\\S]*?^[ \\t]*```[ \\t]*$|[\\s\\S]*))",
    "^(?<heading>#{1,6} [^\\n]+)$",
    "(?<code>`[^`\\n]+`)",
    "(?<bold>\\*\\*[^*\\n]+\\*\\*)",
  ].join("|"),
  "gm",
);

/** The nodes of some prose; what they hold together is the text. */
export function proseNodes(text: string): readonly Node[] {
  if (text.length > MARKED_CHARS) return textNodes(text);
  const nodes: Node[] = [];
  let end = 0;
  for (const { 0: part, groups = {}, index } of text.matchAll(MARKED)) {
    if (index > end) nodes.push(...textNodes(text.slice(end, index)));
    nodes.push(markedNode(part, groups));
    end = index + part.length;
  }
  if (end < text.length || nodes.length === 0) nodes.push(...textNodes(text.slice(end)));
  return nodes;
}

function markedNode(
  part: string,
  { bold, code, heading }: Readonly<Record<string, string | undefined>>,
): HTMLElement {
  if (heading !== undefined) {
    const marks = heading.indexOf(" ") + 1;
    return el("b", {}, pale(part.slice(0, marks)), ...textNodes(part.slice(marks)));
  }
  const width = bold !== undefined ? 2 : code !== undefined ? 1 : 0;
  if (width === 0) return el("code", { class: "fenced" }, ...textNodes(part));
  return el(
    bold !== undefined ? "b" : "code",
    {},
    pale(part.slice(0, width)),
    ...textNodes(part.slice(width, -width)),
    pale(part.slice(-width)),
  );
}

function pale(marks: string): HTMLElement {
  return el("span", { class: "mark" }, marks);
}

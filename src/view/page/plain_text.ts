/**
 * Texts of a record as nodes. Every character stands in the page as it is, so that it can be found and
 * copied; those that would steer a reader instead of being read (control characters, marks that turn
 * the direction of text, halves of pairs) are shut in and shown by name.
 *
 * @module
 */

import { el } from "./dom.ts";

/** What is shown by name: C0 but tab and line feed, C1, direction marks, odd line ends, lone halves. */
const ODD =
  // deno-lint-ignore no-control-regex
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]|\r(?!\n)|[\u{e0000}-\u{e007f}]/gu;

const NAMES: Readonly<Record<number, string>> = {
  0x00: "NUL",
  0x07: "BEL",
  0x08: "BS",
  0x0d: "CR",
  0x1b: "ESC",
  0x7f: "DEL",
  0x200b: "ZWSP",
  0x200e: "LRM",
  0x200f: "RLM",
  0x2028: "LS",
  0x2029: "PS",
  0x202a: "LRE",
  0x202b: "RLE",
  0x202c: "PDF",
  0x202d: "LRO",
  0x202e: "RLO",
  0x2066: "LRI",
  0x2067: "RLI",
  0x2068: "FSI",
  0x2069: "PDI",
  0xfeff: "BOM",
};

/** The nodes of a text; what they hold together is the text. */
export function textNodes(text: string): readonly Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(ODD)) {
    if (match.index > end) nodes.push(document.createTextNode(text.slice(end, match.index)));
    nodes.push(oddCharacter(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length || nodes.length === 0) {
    nodes.push(document.createTextNode(text.slice(end)));
  }
  return nodes;
}

function oddCharacter(character: string): HTMLElement {
  const code = character.codePointAt(0) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return el("span", { class: "odd", "data-name": NAMES[code] ?? hex, title: hex }, character);
}

/** A text for a label, an attribute or a drawing, where nothing can be shut in. */
export function labelText(text: string): string {
  return text.replace(ODD, "\ufffd").toWellFormed();
}

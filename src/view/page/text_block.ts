/**
 * A text of the record in a block of its own: prose, something printed, or code with its lines
 * numbered. Long texts are cut until someone wants the rest. Each block has a field by which the
 * search finds it.
 *
 * @module
 */

import { button, el } from "./dom.ts";
import { formatCount } from "./format.ts";
import { textNodes } from "./plain_text.ts";
import { proseNodes } from "./prose_nodes.ts";
import { pythonTokens } from "./python_tokens.ts";

/** UTF-16 units that are shown of a text before someone asks for all of it. */
const SHOWN_CHARS = 12_000;

/** UTF-16 units from which a text may need more room than it has. */
const SCROLLING_CHARS = 800;

/** Longest code that is coloured. */
const COLOURED_CHARS = 200_000;

/** Longest text with a line number on every line. */
const MAX_NUMBERED_LINES = 20_000;

/** How a text is shown. */
export interface TextBlockOptions {
  /** By what the search finds it within what it belongs to. */
  readonly field: string;
  /** Read as prose, as printed, or as Python. */
  readonly look: "prose" | "print" | "python";
  /** Line of the code to point out, from 1. */
  readonly badLine?: number;
}

/** Blocks by their element, for those who have found one in the page. */
const BLOCKS: WeakMap<Element, { readonly reach: (offset: number) => void }> = new WeakMap();

/** Makes a block. */
export function textBlock(text: string, options: TextBlockOptions): HTMLElement {
  const { field, look } = options;
  const body = el(look === "prose" ? "div" : "pre", {
    class: `text ${look}`,
    "data-field": field,
    ...(look === "python" ? { translate: "no" } : { dir: "auto" }),
    // What may scroll by itself can be reached with keys.
    tabindex: look === "python" || text.length > SCROLLING_CHARS ? 0 : undefined,
  });
  const block = el("div", { class: `block ${look}-block` }, body);
  const show = (count: number): void => {
    body.replaceChildren(...nodesOf(text.slice(0, cutAt(text, count)), options));
  };
  show(SHOWN_CHARS);
  const more = text.length <= SHOWN_CHARS ? undefined : button(
    `Show all ${formatCount(text.length)} characters`,
    () => reach(text.length),
    { class: "more" },
  );
  function reach(offset: number): void {
    if (offset <= SHOWN_CHARS || more?.isConnected !== true) return;
    show(text.length);
    more.remove();
  }
  if (more !== undefined) block.append(more);
  if (look !== "prose") block.append(copyButton(text));
  BLOCKS.set(body, { reach });
  return block;
}

/** Makes sure that a block shows its text beyond an offset. */
export function reachOffset(body: Element, offset: number): void {
  BLOCKS.get(body)?.reach(offset);
}

/** Where a text is cut: never between the halves of a pair. */
function cutAt(text: string, count: number): number {
  if (count >= text.length) return text.length;
  return /[\ud800-\udbff]/.test(text.charAt(count - 1)) ? count - 1 : count;
}

function nodesOf(text: string, { badLine, look }: TextBlockOptions): readonly Node[] {
  if (look === "prose") return proseNodes(text);
  if (look === "print") return textNodes(text);
  const lines = text.split("\n").length;
  const nodes = text.length > COLOURED_CHARS ? textNodes(text) : colouredNodes(text);
  if (lines > MAX_NUMBERED_LINES) return nodes;
  return [lineNumbers(lines, badLine), el("code", {}, ...nodes)];
}

/** The numbers of lines: a drawing beside the code, so that they are neither found nor copied. */
function lineNumbers(count: number, badLine: number | undefined): HTMLElement {
  const numbers = el("span", { class: "lines", "aria-hidden": true });
  for (let line = 1; line <= count; line++) {
    numbers.append(el("i", {
      "data-line": line,
      class: line === badLine ? "bad" : undefined,
    }));
  }
  return numbers;
}

function colouredNodes(code: string): readonly Node[] {
  const nodes: Node[] = [];
  for (const { kind, text } of pythonTokens(code)) {
    if (kind === "") nodes.push(...textNodes(text));
    else nodes.push(el("span", { class: `py-${kind}` }, ...textNodes(text)));
  }
  return nodes;
}

function copyButton(text: string): HTMLButtonElement {
  const copy = button("Copy", () => {
    navigator.clipboard.writeText(text).then(
      () => tell("Copied"),
      () => tell("Not allowed here"),
    );
  }, { class: "copy", title: "Copy all of it" });
  function tell(what: string): void {
    copy.textContent = what;
    setTimeout(() => copy.textContent = "Copy", 1_500);
  }
  return copy;
}

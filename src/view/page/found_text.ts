/**
 * Shows where a text stands in an element of the page: marks it, without touching the page's nodes,
 * and scrolls there.
 *
 * @module
 */

import { patternOf } from "./search.ts";
import { reachOffset } from "./text_block.ts";

/** Elements whose texts stand apart, as the search has them on lines of their own. */
const APART: ReadonlySet<string> = new Set(["LI", "TD", "TH"]);

/** Marks all places in an element, one of them as the present one, and scrolls to it. */
export function showFound(
  element: HTMLElement,
  wanted: string,
  place: { readonly index: number; readonly offset: number },
): void {
  reachOffset(element, place.offset);
  let ranges = rangesOf(element, wanted);
  if (ranges.length <= place.index) {
    // The rest of a long list or table.
    element.querySelector<HTMLButtonElement>("button.more")?.click();
    ranges = rangesOf(element, wanted);
  }
  const present = ranges[place.index];
  forgetFound();
  if (present === undefined) {
    element.scrollIntoView({ block: "center" });
    return;
  }
  if ("highlights" in CSS) {
    CSS.highlights.set("found", new Highlight(...ranges.filter((range) => range !== present)));
    CSS.highlights.set("found-now", new Highlight(present));
  } else {
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(present);
  }
  scrollToRange(element, present);
}

/** Takes the marks away. */
export function forgetFound(): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("found");
  CSS.highlights.delete("found-now");
}

function rangesOf(element: HTMLElement, wanted: string): readonly Range[] {
  const { nodes, starts, text } = readText(element);
  const place = (offset: number): readonly [Node, number] => {
    let at = nodes.length - 1;
    while (at > 0 && starts[at]! > offset) at--;
    return [nodes[at]!, Math.min(offset - starts[at]!, nodes[at]!.data.length)];
  };
  return [...text.matchAll(patternOf(wanted))].map(({ 0: { length }, index }) => {
    const range = document.createRange();
    range.setStart(...place(index));
    const [node, end] = place(index + length - 1);
    range.setEnd(node, end + 1);
    return range;
  });
}

/** The text of an element as the search has it, and where each of its text nodes begins in it. */
function readText(
  element: HTMLElement,
): { readonly nodes: readonly Text[]; readonly starts: readonly number[]; readonly text: string } {
  const nodes: Text[] = [];
  const starts: number[] = [];
  let text = "";
  let apart: Element | null = null;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node.parentElement?.closest("button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  });
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const own = ownerApart(node, element);
    if (own !== apart && text !== "") text += "\n";
    apart = own;
    nodes.push(node);
    starts.push(text.length);
    text += node.data;
  }
  return { nodes, starts, text };
}

function ownerApart(node: Text, top: Element): Element | null {
  for (let at = node.parentElement; at !== null && at !== top; at = at.parentElement) {
    if (APART.has(at.tagName)) return at;
  }
  return null;
}

function scrollToRange(element: HTMLElement, range: Range): void {
  range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
  const box = element.getBoundingClientRect();
  const before = range.getBoundingClientRect();
  // A block that scrolls by itself.
  if (element.scrollHeight > element.clientHeight) {
    element.scrollTop += before.top - box.top - element.clientHeight / 2;
  }
  if (element.scrollWidth > element.clientWidth) {
    element.scrollLeft += before.left - box.left - element.clientWidth / 2;
  }
  const now = range.getBoundingClientRect();
  scrollBy({ top: now.top - innerHeight / 2 });
}

/**
 * A JSON value as people read it: prose, a figure, a list, a table, or JSON.
 *
 * @module
 */

import type { ShownValue } from "../page_data.ts";
import { button, el } from "./dom.ts";
import { formatCount } from "./format.ts";
import { textNodes } from "./plain_text.ts";
import { proseNodes } from "./prose_nodes.ts";
import { textBlock } from "./text_block.ts";

/** Rows of a list or table that are shown before someone asks for all of them. */
const SHOWN_ROWS = 100;

/** The value as an element; the search finds it by its field. */
export function valueView(value: ShownValue, field: string): HTMLElement {
  const { columns, items, kind, rows, text } = value;
  if (kind === "list" && items !== undefined) {
    const list = el("ul", { "data-field": field });
    addRows(list, items, (item) => el("li", { dir: "auto" }, ...proseNodes(item)));
    return list;
  }
  if (kind === "table" && rows !== undefined) {
    const heads = columns ?? [];
    const head = heads.map((column) => el("th", { scope: "col" }, ...textNodes(column)));
    const body = el("tbody");
    addRows(
      body,
      rows,
      (row) => el("tr", {}, ...row.map((cell, at) => cellOf(cell, at === 0 && heads.length === 0))),
    );
    return el(
      "div",
      { class: "scroll", tabindex: 0, "data-field": field },
      el("table", {}, head.length > 0 && el("thead", {}, el("tr", {}, ...head)), body),
    );
  }
  if (kind === "scalar") {
    return el("div", { class: "scalar", "data-field": field }, ...textNodes(text));
  }
  return textBlock(text, { field, look: kind === "text" ? "prose" : "print" });
}

/** The text in which the search looks for what {@linkcode valueView} shows. */
export function searchedText({ columns, items, kind, rows, text }: ShownValue): string {
  if (kind === "list" && items !== undefined) return items.join("\n");
  if (kind === "table" && rows !== undefined) {
    return [...(columns?.length ? [columns] : []), ...rows].map((row) => row.join("\n")).join("\n");
  }
  return text;
}

function cellOf(cell: string, isHead: boolean): HTMLElement {
  return el(isHead ? "th" : "td", isHead ? { scope: "row" } : { dir: "auto" }, ...textNodes(cell));
}

function addRows<T>(
  list: HTMLElement,
  rows: readonly T[],
  makeRow: (row: T) => HTMLElement,
): void {
  for (const row of rows.slice(0, SHOWN_ROWS)) list.append(makeRow(row));
  if (rows.length <= SHOWN_ROWS) return;
  const all = button(`Show all ${formatCount(rows.length)}`, () => {
    holder.replaceWith(...rows.slice(SHOWN_ROWS).map(makeRow));
  }, { class: "more" });
  const holder = list.tagName === "UL" ? el("li", {}, all) : el("tr", {}, el("td", {}, all));
  list.append(holder);
}

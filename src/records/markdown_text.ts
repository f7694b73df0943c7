/**
 * The small parts of a Markdown document: texts that must not be read as Markdown, values. Pure.
 *
 * @module
 */

import { cutEnd } from "../text/cut_text.ts";
import type { ShownValue } from "../view/page_data.ts";

/** A fenced block; the fence is longer than any in the text. */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(0, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text.replace(/\n?$/, "\n")}${fence}\n`;
}

/** A text on one line of a document, nothing of it read as Markdown. */
export function inlineText(text: string): string {
  return text.replace(/\s+/g, " ").trim()
    .replace(/[\\`*[\]<>|~]|^#|(?<!\w)_|_(?!\w)/g, "\\$&");
}

/** A table; its first row is the head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.map(inlineText).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + body.map(line).join("");
}

/** A value: prose as it is, a list as a list, objects as a table, all else as JSON. */
export function markdownValue(value: ShownValue): string {
  switch (value.kind) {
    case "text":
      return `${value.text.trimEnd()}\n`;
    case "scalar":
      return `${inlineText(value.text)}\n`;
    case "list":
      return (value.items ?? []).map((item) => `- ${listItem(item)}\n`).join("");
    case "table": {
      const { columns = [], rows = [] } = value;
      return markdownTable([columns.length === 0 ? ["key", "value"] : columns, ...rows]);
    }
    case "json":
      return fenced(value.text, "json");
  }
}

/** A text as the item of a list: its further lines belong to it, and it begins with no heading. */
function listItem(text: string): string {
  return text.trimEnd().replace(/^#/, "\\#").replace(/\n(?=.)/g, "\n  ");
}

/** The head of a text on one line. */
export function headLine(text: string, chars: number): string {
  return cutEnd(text.replace(/\s+/g, " ").trim(), chars);
}

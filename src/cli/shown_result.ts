/**
 * A result for a person who looks at a terminal: strings as Markdown, lists as lists, objects line by
 * line. For everybody else there is `output.ts`.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import { loadMarkdownLines, type MarkdownLines } from "./markdown/markdown_lines.ts";
import { type LineRoom, lineWidth, wrapSpans } from "./styled/fit_line.ts";
import { loadMeasure } from "./styled/measure.ts";
import { paint, type PaintOptions } from "./styled/paint.ts";
import { span, type StyledLine } from "./styled/span.ts";

/** Options of {@linkcode renderShownResult}. */
export interface ShownResultOptions extends PaintOptions {
  /** Columns of the terminal. */
  readonly width: number;
}

/** Widest that prose is set: longer lines are hard to read. */
const MOST_WIDTH = 100;

/** Objects below this depth are shown as JSON. */
const MOST_DEPTH = 3;

interface Room extends LineRoom {
  readonly markdown: MarkdownLines;
}

/** The text of a result, one entry for every key. */
export async function renderShownResult(
  result: JsonObject,
  options: ShownResultOptions,
): Promise<string> {
  const room: Room = {
    width: Math.min(options.width - 1, MOST_WIDTH),
    measure: await loadMeasure(),
    markdown: await loadMarkdownLines(),
  };
  const entries = Object.entries(result).map((entry) => entryLines(entry, room));
  const lines = entries.flatMap((entry, index) => {
    const isApart = index > 0 && (entry.length > 1 || (entries[index - 1]?.length ?? 0) > 1);
    return isApart ? [[], ...entry] : entry;
  });
  return lines.map((line) => `${paint(line, options)}\n`).join("");
}

/** `key: value` on one line where it fits, else the value below the key. */
function entryLines(
  [key, value]: readonly [string, JsonValue],
  room: Room,
  depth = 1,
): readonly StyledLine[] {
  const head = span(`${key}:`, "bold");
  const inner = { ...room, width: Math.max(16, room.width - 2) };
  const lines = valueLines(value, inner, depth);
  const [only = []] = lines;
  const isShort = lines.length <= 1 && !isNested(value) &&
    room.measure(key) + 2 + lineWidth(only, room.measure) <= room.width;
  if (isShort) return [[head, span(" "), ...only]];
  return [
    [head],
    ...lines.map((line): StyledLine => line.length === 0 ? [] : [span("  "), ...line]),
  ];
}

function isNested(value: JsonValue): boolean {
  return (Array.isArray(value) || isJsonObject(value)) && Object.keys(value).length > 0;
}

function valueLines(value: JsonValue, room: Room, depth: number): readonly StyledLine[] {
  if (typeof value === "string") return room.markdown(value, room.width);
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => itemLines(item, room, depth));
  }
  if (isJsonObject(value) && isNested(value) && depth < MOST_DEPTH) {
    return Object.entries(value).flatMap((entry) => entryLines(entry, room, depth + 1));
  }
  return wrapSpans([span(plainText(value))], room);
}

/** An item of a list behind its dot. Texts in lists are quotations more often than Markdown. */
function itemLines(item: JsonValue, room: Room, depth: number): readonly StyledLine[] {
  const inner = { ...room, width: Math.max(16, room.width - 2) };
  const isDeep = isNested(item) && depth < MOST_DEPTH;
  const lines = isDeep
    ? valueLines(item, inner, depth + 1)
    : wrapSpans([span(plainText(item))], inner);
  return lines.map((line, index) => [span(index === 0 ? "• " : "  ", "dim"), ...line]);
}

function plainText(value: JsonValue): string {
  switch (typeof value) {
    case "string":
      return value.trimEnd();
    case "boolean":
      return value ? "True" : "False";
    default:
      return value === null ? "None" : stringifyJson(value);
  }
}

/**
 * JSON text as Python's `json.dumps` writes it: a space after colons and commas, nothing beyond ASCII.
 * NaN and the infinities are strings, as everywhere here (see `stringifyJson`). Pure.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";

/** Options of {@linkcode pythonJsonText}. */
export interface PythonJsonOptions {
  /**
   * Spaces per level; 0 writes one line.
   * @default {0}
   */
  readonly indent?: number;
  /**
   * Whether the keys of every object are sorted by their code points.
   * @default {false}
   */
  readonly sortKeys?: boolean;
}

/** The text of a value. */
export function pythonJsonText(value: JsonValue, options: PythonJsonOptions = {}): string {
  return write(value, options, "");
}

function write(value: JsonValue, options: PythonJsonOptions, margin: string): string {
  if (Array.isArray(value)) {
    const inner = margin + " ".repeat(options.indent ?? 0);
    const items = value.map((item) => write(item, options, inner));
    return enclose(["[", "]"], items, { options, margin });
  }
  if (isJsonObject(value)) {
    const inner = margin + " ".repeat(options.indent ?? 0);
    const entries = entriesOf(value, options)
      .map(([key, item]) => `${ascii(key)}: ${write(item, options, inner)}`);
    return enclose(["{", "}"], entries, { options, margin });
  }
  return ascii(value);
}

function enclose(
  [open, close]: readonly [string, string],
  parts: readonly string[],
  at: { readonly options: PythonJsonOptions; readonly margin: string },
): string {
  const { margin, options: { indent = 0 } } = at;
  if (indent === 0 || parts.length === 0) return `${open}${parts.join(", ")}${close}`;
  const inner = `\n${margin}${" ".repeat(indent)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}

function entriesOf(
  value: JsonObject,
  { sortKeys = false }: PythonJsonOptions,
): readonly (readonly [string, JsonValue])[] {
  const entries = Object.entries(value);
  return sortKeys ? entries.sort(([a], [b]) => compareCodePoints(a, b)) : entries;
}

/** The order of Python's strings; that of JavaScript's differs beyond the Basic Multilingual Plane. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((char, index) => char !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

function ascii(value: JsonValue): string {
  return stringifyJson(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Values and types in Python's own words, for messages that a planner or a Python user reads.
 * Pure. Not a serialiser: what is recorded goes through `stringifyJson`.
 *
 * @module
 */

import type { JsonValue } from "../../core/json.ts";

/** Python's name for the type of a value; a number without fraction counts as `int`. */
export function pythonTypeName(value: JsonValue): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    default:
      return "dict";
  }
}

/** What `repr(value)` would give. */
export function pythonRepr(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return reprNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => pythonRepr(item)).join(", ")}]`;
  const entries = Object.entries(value as Record<string, JsonValue>);
  return `{${entries.map(([key, item]) => `${quote(key)}: ${pythonRepr(item)}`).join(", ")}}`;
}

/** What `str(value)` would give. */
export function pythonStr(value: JsonValue): string {
  return typeof value === "string" ? value : pythonRepr(value);
}

/** Names as Python prints a list of str, such as `['a', 'b']`. */
export function pythonList(names: readonly string[]): string {
  return pythonRepr(names);
}

/** `repr` of a value, cut to about `maxChars` characters. */
export function pythonPreview(value: JsonValue, maxChars: number): string {
  const text = pythonRepr(shorten(value, maxChars));
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}...`;
}

/** Keeps a preview cheap: a long text or list need not be written out to be cut afterwards. */
function shorten(value: JsonValue, maxChars: number): JsonValue {
  if (typeof value === "string") return value.slice(0, maxChars + 1);
  if (Array.isArray(value)) {
    return value.slice(0, maxChars).map((item) => shorten(item, maxChars));
  }
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as Record<string, JsonValue>).slice(0, maxChars);
  return Object.fromEntries(entries.map(([key, item]) => [key, shorten(item, maxChars)]));
}

function reprNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0.0" : String(value);
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text
    .replaceAll("\\", "\\\\")
    .replaceAll(mark, `\\${mark}`)
    .replace(
      /\p{Cc}/gu,
      (char) => ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
  return `${mark}${body}${mark}`;
}

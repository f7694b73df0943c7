/**
 * The values that cross every border of the system: host and guest, model and tool, run and record.
 *
 * JSON, plus the three things that Python has and JSON lacks: NaN, the infinities, and integers
 * beyond 2^53 (`bigint` here). Pure; no I/O.
 *
 * @module
 */

/** A value that can be bound in a sandbox, submitted from it, or recorded. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | JsonObject;

/** A JSON object with string keys. */
export interface JsonObject {
  /** The value of a key. */
  readonly [key: string]: JsonValue;
}

/** Options of {@linkcode stringifyJson}. */
export interface StringifyOptions {
  /**
   * Spaces per level; 0 writes one line.
   * @default {0}
   */
  readonly indent?: number;
}

/** Whether `value` is an object and neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON text of a value. Big integers are written as their digits; NaN and the infinities, which JSON
 * cannot say, as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`. Lone surrogates are escaped.
 */
export function stringifyJson(value: JsonValue, options: StringifyOptions = {}): string {
  return JSON.stringify(value, replaceUnspeakable, options.indent ?? 0);
}

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

function replaceUnspeakable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return rawJson(value.toString());
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value;
}

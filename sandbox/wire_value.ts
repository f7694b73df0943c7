/**
 * The host's half of how values cross the wire: plain JSON where that can say it, tagged objects where
 * it cannot (NaN, infinities, integers beyond 2^53). The guest's half is `driver/values.py`.
 *
 * @module
 */

import { isJsonObject, type JsonValue } from "../src/core/json.ts";

/** Deepest nesting of a value that crosses: the driver's own bound for what it sends. */
export const MAX_DEPTH = 900;

/** Whether a value is nested deeper than may cross. Takes values of any depth. */
export function isTooDeep(value: JsonValue): boolean {
  let level: readonly JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) =>
      Array.isArray(item) ? item : isJsonObject(item) ? Object.values(item) : []
    );
  }
  return false;
}

/** Whether a value needs tags to cross. */
export function needsTags(value: JsonValue): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value === "number") return !Number.isFinite(value);
  if (Array.isArray(value)) return value.some(needsTags);
  if (!isJsonObject(value)) return false;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0].startsWith("$")) return true;
  return entries.some(([, item]) => needsTags(item));
}

/** The tagged form of a value; its JSON is what the guest's `untag` reads. */
export function tag(value: JsonValue): JsonValue {
  if (typeof value === "bigint") return { $i: value.toString() };
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { $f: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
  }
  if (Array.isArray(value)) return value.map(tag);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, tag(item)] as const);
  const tagged = Object.fromEntries(entries);
  return entries.length === 1 && entries[0]![0].startsWith("$") ? { $o: tagged } : tagged;
}

/** Digits of an integer that may cross; the time to read one grows with the square. */
const MAX_DIGITS = 1_000_000;

function parseBigInt(digits: string): bigint {
  if (digits.length > MAX_DIGITS) throw new TypeError(`an integer of ${digits.length} digits`);
  return BigInt(digits);
}

/** The value of a tagged one. */
export function untag(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(untag);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [key, item] = entries[0]!;
    if (key === "$i" && typeof item === "string") return parseBigInt(item);
    if (key === "$f") return item === "nan" ? NaN : item === "inf" ? Infinity : -Infinity;
    if (key === "$o" && isJsonObject(item)) {
      return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, untag(inner)]));
    }
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, untag(item)]));
}

/**
 * JSON text to values without loss: integers beyond 2^53 become bigint, and a number that no double
 * can hold is refused instead of turned into infinity. NaN and infinities are no JSON and refused.
 *
 * @module
 */

import type { JsonValue } from "../core/json.ts";

/** A reviver that is shown the source text of each primitive (ECMAScript 2026). */
type SourceReviver = (
  key: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

/** Digits or an exponent that a double may not hold; without them the quick parser is exact. */
const RISKY_NUMBER = /\d{16}|\d[eE]\+?\d{3}/;

/**
 * Parses JSON text.
 * @throws {SyntaxError} What is wrong with the text and where.
 */
export function parseExactJson(text: string): JsonValue {
  if (!RISKY_NUMBER.test(text)) return JSON.parse(text) as JsonValue;
  const parse = JSON.parse as (text: string, reviver: SourceReviver) => JsonValue;
  return parse(text, (_key, value, { source }) => {
    if (typeof value !== "number" || source === undefined) return value;
    if (!Number.isFinite(value)) throw new SyntaxError(`Number ${source} is out of range`);
    const isInteger = /^-?[0-9]+$/.test(source);
    return isInteger && !Number.isSafeInteger(value) ? BigInt(source) : value;
  });
}

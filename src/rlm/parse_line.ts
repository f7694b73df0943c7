/**
 * One line of a record as JSON, its numbers exact.
 *
 * @module
 */

import type { JsonValue } from "../core/json.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";

/** Digits or an exponent that a double may not hold; without them the quick parser is exact. */
const RISKY_NUMBER = /\d{16}|\d[eE]\+?\d{3}/;

/** The value of a line; `undefined` when it is no JSON. */
export function parseLine(line: string): JsonValue | undefined {
  try {
    return RISKY_NUMBER.test(line) ? parseExactJson(line) : JSON.parse(line) as JsonValue;
  } catch {
    return undefined;
  }
}

/**
 * One line of a record as JSON, its numbers exact.
 *
 * @module
 */

import type { JsonValue } from "../core/json.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";

/** The value of a line; `undefined` when it is no JSON. */
export function parseLine(line: string): JsonValue | undefined {
  try {
    return parseExactJson(line);
  } catch {
    return undefined;
  }
}

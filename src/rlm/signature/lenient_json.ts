/**
 * The lenient reading of what models write when they mean JSON. Exact reading is
 * `parseExactJson`; writing is `stringifyJson` in core.
 *
 * @module
 */

import { jsonrepair } from "jsonrepair";
import type { JsonValue } from "../../core/json.ts";
import { parseExactJson } from "../../inputs/parse_exact_json.ts";

/**
 * Reads JSON, or what can be repaired into it: single quotes, Python's True, False and None, missing
 * brackets, trailing commas, comments. Integers beyond 2^53 come as `bigint`. `undefined` when even
 * repair fails; note that repair makes JSON of nearly any text, so look at its first character first.
 */
export function parseLenientJson(text: string): JsonValue | undefined {
  return tryParse(text) ?? tryParse(tryRepair(text));
}

function tryParse(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

function tryRepair(text: string): string | undefined {
  try {
    return jsonrepair(text);
  } catch {
    return undefined;
  }
}

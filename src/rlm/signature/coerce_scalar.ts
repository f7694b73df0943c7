/**
 * Lenient reading of single values: what a planner submits as text for a number, as a number for a
 * bool, with a Literal's quotes still on. Anything that would have to be guessed is `undefined`.
 *
 * @module
 */

import type { JsonValue } from "../../core/json.ts";
import { pythonStr } from "../python/python_text.ts";

/** A str: text as it is, a number or bool as Python's `str()` writes it; nothing else. */
export function toStr(value: JsonValue): string | undefined {
  if (value === null || typeof value === "object") return undefined;
  return pythonStr(value);
}

const GROUPED = /^[+-]?\d{1,3}([,_]\d{3})+(?=$|[.eE])/;
const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * An int: a number without fraction, or text of one (`"12"`, `"12.0"`, `" 1,234 "`). What is beyond
 * 2^53 comes as `bigint`. A bool is no int.
 */
export function toInt(value: JsonValue): number | bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = ungroup(value);
  if (INTEGER.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text.replace("+", ""));
  }
  const number = DECIMAL.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

const SPECIAL = new Map<string, number>([
  ["nan", NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["infinity", Infinity],
  ["-inf", -Infinity],
  ["-infinity", -Infinity],
]);

/** A float: any number, or text of one, `nan` and `inf` included. A bool is no float. */
export function toFloat(value: JsonValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return undefined;
  const text = ungroup(value);
  return DECIMAL.test(text) ? Number(text) : SPECIAL.get(text.toLowerCase());
}

const BOOLS = new Map<string, boolean>([
  ...["true", "yes", "y", "on", "1", "t"].map((word): [string, boolean] => [word, true]),
  ...["false", "no", "n", "off", "0", "f"].map((word): [string, boolean] => [word, false]),
]);

/** A bool: one as it is, 0 and 1, or a word such as `true`, `yes`, `no`. */
export function toBool(value: JsonValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === 0 || value === 1) return value === 1;
  return typeof value === "string" ? BOOLS.get(value.trim().toLowerCase()) : undefined;
}

/** A value among a Literal's options. */
export type LiteralOption = string | number | boolean | null;

/**
 * The option meant by `value`: the equal one; else the one whose text equals it without blanks and
 * quotes; else the only one that does so when case is ignored.
 */
export function toLiteral(
  value: JsonValue,
  options: readonly LiteralOption[],
): LiteralOption | undefined {
  const exact = options.find((option) => option === value);
  if (exact !== undefined) return exact;
  const text = toStr(value);
  if (text === undefined) return undefined;
  const bare = text.trim().replace(/^(["'`])(.*)\1$/s, "$2").trim();
  const byText = options.find((option) => pythonStr(option) === bare);
  if (byText !== undefined) return byText;
  const folded = options.filter((option) => pythonStr(option).toLowerCase() === bare.toLowerCase());
  return folded.length === 1 ? folded[0] : undefined;
}

/** Whether text stands for None. */
export function meansNone(value: JsonValue): boolean {
  return typeof value === "string" && /^\s*(none|null)?\s*$/i.test(value);
}

function ungroup(text: string): string {
  const trimmed = text.trim();
  return GROUPED.test(trimmed) ? trimmed.replace(/[,_]/g, "") : trimmed;
}

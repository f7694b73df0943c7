/**
 * Results as text for standard output: `key: value` lines for people, one object for programs.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";

/**
 * One `key: value` line for every key, in order. Strings stand as they are; all else is JSON on one
 * line, with a space after commas and colons.
 */
export function renderLines(result: JsonObject): string {
  return Object.entries(result)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : compact(value)}\n`)
    .join("");
}

/** The whole result as one indented JSON object. */
export function renderJson(result: JsonObject): string {
  return `${stringifyJson(result, { indent: 2 })}\n`;
}

/** The whole result as JSON on one line. */
export function renderJsonLine(result: JsonObject): string {
  return `${stringifyJson(result)}\n`;
}

function compact(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(", ")}]`;
  if (!isJsonObject(value)) return stringifyJson(value);
  const entries = Object.entries(value).map(([key, item]) =>
    `${stringifyJson(key)}: ${compact(item)}`
  );
  return `{${entries.join(", ")}}`;
}

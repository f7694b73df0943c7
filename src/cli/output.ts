/**
 * Results as text for standard output: `key: value` lines for people, one object for programs.
 *
 * @module
 */

import { type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import { disarm } from "./disarm.ts";

/**
 * One `key: value` entry for every key, in order. Strings stand as they are, their further lines
 * indented so that none can pass for a key, control characters replaced; all else is compact JSON.
 */
export function renderLines(result: JsonObject): string {
  return Object.entries(result).map(([key, value]) => `${key}: ${shown(value)}\n`).join("");
}

/** The whole result as one indented JSON object. */
export function renderJson(result: JsonObject): string {
  return `${stringifyJson(result, { indent: 2 })}\n`;
}

/** The whole result as JSON on one line. */
export function renderJsonLine(result: JsonObject): string {
  return `${stringifyJson(result)}\n`;
}

function shown(value: JsonValue): string {
  if (typeof value !== "string") return stringifyJson(value);
  return disarm(value.replace(/\r\n?|\n/g, "\n  "));
}

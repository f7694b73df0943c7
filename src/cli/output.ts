/**
 * Results as text for standard output: `key: value` lines, one object for programs.
 *
 * @module
 */

import { type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import type { CommandArguments } from "./command_arguments.ts";
import { disarm } from "./disarm.ts";
import { pythonJsonText } from "./python_json_text.ts";

/**
 * One `key: value` entry for every key, in order, with values as Python prints them: lists and dicts
 * as its JSON, `True`, `False`, `None`. Strings stand as they are, their further lines indented so
 * that none can pass for a key, control characters replaced.
 */
export function renderLines(result: JsonObject): string {
  return Object.entries(result).map(([key, value]) => `${key}: ${shown(value)}\n`).join("");
}

/** The whole result as one indented JSON object. */
export function renderJson(result: JsonObject): string {
  return `${stringifyJson(result, { indent: 2 })}\n`;
}

/** The whole result as one indented JSON object in ASCII, its keys sorted at every level. */
export function renderSortedJson(result: JsonObject): string {
  return `${pythonJsonText(result, { indent: 2, sortKeys: true })}\n`;
}

/** The whole result as JSON on one line. */
export function renderJsonLine(result: JsonObject): string {
  return `${stringifyJson(result)}\n`;
}

/** How the JSON that `--json` or `--full-output` asks for is written; undefined without either. */
export function jsonRenderer(
  args: CommandArguments,
): ((result: JsonObject) => string) | undefined {
  if (args.flag("full-output")) return renderSortedJson;
  return args.flag("json") ? renderJson : undefined;
}

function shown(value: JsonValue): string {
  switch (typeof value) {
    case "string":
      return disarm(value.replace(/\r\n?|\n/g, "\n  "));
    case "boolean":
      return value ? "True" : "False";
    default:
      return value === null ? "None" : pythonJsonText(value);
  }
}

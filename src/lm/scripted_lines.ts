/**
 * The file format of scripted models: JSON Lines, one reply a line. Pure; reads text, opens nothing.
 *
 * `{"reply": "…"}` answers planner turns in order. `{"match": "regex", "reply": "…"}` answers
 * sub-queries: the first line whose JavaScript expression (flags `s`) is found in the prompt, any
 * number of times. Either may carry `"usage": {"input_tokens", "output_tokens", "cached_tokens"}`.
 * Blank lines are skipped.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { NO_USAGE, type Usage } from "../core/lm.ts";

/** A reply to give. */
export interface ScriptedReply {
  /** Its text. */
  readonly reply: string;
  /** Tokens to report; zeros when the line does not say. */
  readonly usage: Usage;
  /** Which sub-queries it answers; absent for a planner turn. */
  readonly match?: RegExp;
}

const KEYS: readonly string[] = ["reply", "match", "usage"];
const USAGE_KEYS: readonly string[] = ["input_tokens", "output_tokens", "cached_tokens"];

/**
 * Reads all lines.
 *
 * @param text The file's text.
 * @param file Its name, for errors.
 * @throws {FleetError} `input-invalid` with the number of the line that is wrong.
 */
export function parseScriptedLines(text: string, file: string): readonly ScriptedReply[] {
  const replies: ScriptedReply[] = [];
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    try {
      replies.push(parseLine(line));
    } catch (error) {
      throw new FleetError(
        "input-invalid",
        `Cannot read line ${index + 1} of '${file}': ${messageOf(error)}`,
        {
          hint:
            'Each line is {"reply": "..."} for a planner turn or {"match": "regex", "reply": "..."} for a sub-query',
          cause: error,
        },
      );
    }
  }
  return replies;
}

function parseLine(line: string): ScriptedReply {
  const value = parseJson(line);
  if (!isJsonObject(value)) throw new Error("not a JSON object");
  refuseUnknown(value, KEYS);
  const { reply, match } = value;
  if (typeof reply !== "string") throw new Error("'reply' is not a string");
  const usage = readUsage(value.usage);
  if (match === undefined) return { reply, usage };
  if (typeof match !== "string") throw new Error("'match' is not a string");
  return { reply, usage, match: new RegExp(match, "s") };
}

function parseJson(line: string): JsonValue {
  try {
    return JSON.parse(line) as JsonValue;
  } catch {
    throw new Error("not JSON");
  }
}

function readUsage(value: JsonValue | undefined): Usage {
  if (value === undefined) return NO_USAGE;
  if (!isJsonObject(value)) throw new Error("'usage' is not an object");
  refuseUnknown(value, USAGE_KEYS);
  const count = (key: string): number => {
    const tokens = value[key] ?? 0;
    if (typeof tokens === "number" && Number.isSafeInteger(tokens) && tokens >= 0) return tokens;
    throw new Error(`'${key}' is not a count of tokens`);
  };
  return {
    inputTokens: count("input_tokens"),
    outputTokens: count("output_tokens"),
    cachedTokens: count("cached_tokens"),
  };
}

function refuseUnknown(value: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`unknown key '${unknown}'`);
}

/**
 * The identity of what a run asks of others, for the record and for replay: SHA-256 of model
 * requests, of tool calls and of values, each in one canonical form.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import type { Message } from "../core/lm.ts";

/**
 * SHA-256, hex, of the messages: the UTF-8 bytes of the JSON list of `[role, content]` pairs, without
 * blanks, lone surrogates escaped.
 */
export function hashRequest(messages: readonly Message[]): string {
  return hashText(JSON.stringify(messages.map(({ role, content }) => [role, content])));
}

/** SHA-256, hex, of a call of a tool: the JSON list `[name, args]`, without blanks, keys sorted. */
export function hashToolCall(name: string, args: JsonObject): string {
  return hashText(stringifyJson([name, sortKeys(args)]));
}

/** SHA-256, hex, of a value: its JSON text without blanks, keys in their order. */
export function hashValue(value: JsonValue): string {
  return hashText(stringifyJson(value));
}

function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key] ?? null)]));
}

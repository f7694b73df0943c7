/**
 * Input values that would make a line of the record too long to look at: each goes to a file of its
 * own beside the record, as JSON, and the record keeps its name and hash.
 *
 * @module
 */

import { basename, dirname, extname, join } from "node:path";
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";

/** Longest JSON text of a value, UTF-16 units, that stays in the record itself. */
export const MAX_INLINE_CHARS = 1_000_000;

/**
 * A `run-start` event, as JSON, in which the long values of `recipe.inputs` are references to files
 * that were written (mode 0600) beside the record at `path`. Anything else passes unchanged.
 */
export function moveLongInputs(event: JsonValue, path: string): JsonValue {
  if (!isJsonObject(event) || !isJsonObject(event["recipe"])) return event;
  const { recipe } = event;
  const { inputs } = recipe;
  if (!Array.isArray(inputs)) return event;
  const moved = inputs.map((input: JsonValue) =>
    isJsonObject(input) && input["kind"] === "value" ? moveIfLong(input, path) : input
  );
  return { ...event, recipe: { ...recipe, inputs: moved } };
}

function moveIfLong(input: JsonObject, path: string): JsonObject {
  const { name, sha256, value } = input;
  const text = stringifyJson(value ?? null);
  if (text.length <= MAX_INLINE_CHARS) return input;
  const stem = basename(path, extname(path));
  const file = `${stem}.${name}.json`;
  Deno.writeTextFileSync(join(dirname(path), file), text, { mode: 0o600 });
  return { kind: "side-file", name: name ?? "", path: file, sha256: sha256 ?? "" };
}

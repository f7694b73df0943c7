/**
 * Chunks of a JSON object by its keys; the host's twin of the guest's `chunk_by_json_keys`. Pure.
 *
 * @module
 */

import { strip } from "./lines.ts";
import { formatPythonJson, parsePythonJson } from "./python_json.ts";

/** A key of the object and its value. */
export interface JsonKeyChunk {
  /** The key. */
  readonly key: string;
  /** The value as JSON, two spaces per level. */
  readonly content: string;
  /** Python's name for the value's type: `1` is an `int`, `1.0` a `float`. */
  readonly valueType: "str" | "int" | "float" | "bool" | "list" | "dict" | "NoneType";
}

/**
 * Cuts a JSON object into its keys, in the order of the text. Blank text gives no chunk. As in
 * Python, NaN and the infinities are allowed and of equal keys the last value counts.
 * @throws {SyntaxError} When the text is not JSON.
 * @throws {TypeError} When it is JSON but no object.
 */
export function chunkByJsonKeys(text: string): JsonKeyChunk[] {
  if (strip(text) === "") return [];
  const value = parsePythonJson(text);
  if (value.type !== "dict") {
    throw new TypeError(
      `Cannot chunk JSON by keys: top level must be an object, not ${value.type}`,
    );
  }
  return Array.from(value.entries, ([key, item]) => ({
    key,
    content: formatPythonJson(item),
    valueType: item.type,
  }));
}

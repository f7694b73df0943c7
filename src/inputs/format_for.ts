/**
 * How a file is taken where nobody says so but the field that it is bound to.
 *
 * @module
 */

import type { FieldType } from "../core/field.ts";
import type { InputFormat } from "./parse_input.ts";

/**
 * A str takes the text, that of a folder as one; a list takes a folder as the list of its texts and a
 * file as JSON; what has no type takes what is there; all else is JSON.
 */
export async function formatFor(type: FieldType, path: string): Promise<InputFormat> {
  switch (type.kind) {
    case "str":
      return "text";
    case "any":
      return "auto";
    case "optional":
      return await formatFor(type.inner, path);
    case "list":
      return await isFile(path) ? "json" : "auto";
    default:
      return "json";
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/**
 * How a file is taken where nobody says so but the field that it is bound to.
 *
 * @module
 */

import type { FieldType, Signature } from "../core/field.ts";
import type { InputFormat } from "./parse_input.ts";

/**
 * A str takes the text, that of a folder as one; a list takes a folder as the list of its texts and a
 * file as JSON; what has no type takes what is there; all else is JSON.
 * @param file The name of the input, and the absolute path of its file, folder or glob.
 */
export async function formatFor(
  { inputs }: Signature,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<InputFormat> {
  return await formatOf(inputs.find((field) => field.name === name)?.type ?? { kind: "any" }, path);
}

async function formatOf(type: FieldType, path: string): Promise<InputFormat> {
  switch (type.kind) {
    case "str":
      return "text";
    case "any":
      return "auto";
    case "optional":
      return await formatOf(type.inner, path);
    case "list":
      return await Deno.stat(path).then(({ isFile }) => isFile, () => false) ? "json" : "auto";
    default:
      return "json";
  }
}

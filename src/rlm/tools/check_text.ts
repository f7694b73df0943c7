/**
 * The arguments of the query tools: texts that are none, or empty, are refused before anything is
 * counted, with a message in Python's words.
 *
 * @module
 */

import type { JsonValue } from "../../core/json.ts";
import { pythonTypeName } from "../python/python_text.ts";

/** How the arguments are called. */
export interface TextNames {
  /** The parameter with the list. */
  readonly name: string;
  /** One of its items. */
  readonly noun: string;
  /** The call to use for one. */
  readonly single: string;
}

/** The text, unless it is none or empty; `noun` is the name of the parameter. */
export function checkText(value: JsonValue, noun: string, place: string = noun): string {
  if (typeof value !== "string") {
    throw new TypeError(`${place} must be a str, got ${pythonTypeName(value)}`);
  }
  if (value.trim() !== "") return value;
  throw new TypeError(`${place === noun ? "" : `${place}: `}${noun} cannot be empty`);
}

/** The texts of a list. */
export function checkTexts(values: JsonValue, names: TextNames): readonly string[] {
  const { name, noun, single } = names;
  if (Array.isArray(values)) {
    return values.map((value: JsonValue, index) => checkText(value, noun, `${name}[${index}]`));
  }
  const remedy = typeof values === "string" ? `; for a single ${noun} use ${single}` : "";
  throw new TypeError(`${name} must be a list of str, got ${pythonTypeName(values)}${remedy}`);
}

/**
 * The text of an `--input` option to what it means, without touching any file:
 *
 * | Form | Variable |
 * |---|---|
 * | `name=VALUE` | the text after `=`, as it is |
 * | `name=@path` | a text file, a PDF or a Word document, by reference |
 * | `name=@folder`, `name=@'docs/*.md'` | a list of the texts of many files, by reference |
 * | `name:text=@folder` | the same as one text, with a line before each file |
 * | `name=@-` | standard input, by reference |
 * | `name=@@text` | the text `@text`: a doubled `@` stands for one |
 * | `name:json=VALUE` | a JSON value |
 * | `name:json=@path`, `name:json=@-` | a JSON value from a file or standard input |
 *
 * @module
 */

import { messageOf, UsageError } from "../core/errors.ts";
import { RESERVED_NAMES } from "../core/guest_helpers.ts";
import type { JsonValue } from "../core/json.ts";
import { findNameProblem } from "../rlm/python/python_names.ts";
import { parseExactJson } from "./parse_exact_json.ts";

/**
 * How the content of a file is taken: `auto` as what it is, a folder as a list; `text` the same, but a
 * folder as one text; `plain` as the text it must be; `json` as the value it must be.
 */
export type InputFormat = "auto" | "text" | "plain" | "json";

/** What an input is made from. */
export type InputSpec =
  | { readonly kind: "text"; readonly name: string; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly value: JsonValue }
  | {
    readonly kind: "file";
    readonly name: string;
    readonly path: string;
    readonly format: InputFormat;
    /** Takes no more code points of the text than these. */
    readonly headChars?: number;
  }
  | {
    readonly kind: "stdin";
    readonly name: string;
    readonly format: InputFormat;
    /** Takes no more code points of the text than these. */
    readonly headChars?: number;
  };

const FORMS = "Use name=VALUE, name=@path, name=@- or name:json=VALUE";
const FORMATS: readonly InputFormat[] = ["text", "json"];

/**
 * Reads one `--input` option.
 * @throws {UsageError} What is wrong with which input.
 */
export function parseInput(text: string): InputSpec {
  const cut = text.indexOf("=");
  if (cut < 0) throw new UsageError(`Cannot read input "${text}": it has no "="`, { hint: FORMS });
  const [name = "", given, ...more] = text.slice(0, cut).split(":");
  const value = text.slice(cut + 1);
  checkInputName(name);
  const format = given === undefined ? "auto" : FORMATS.find((each) => each === given);
  if (more.length > 0 || format === undefined) {
    throw new UsageError(
      `Cannot read input "${name}": unknown format "${[given, ...more].join(":")}"`,
      { hint: FORMS },
    );
  }
  if (value.startsWith("@") && !value.startsWith("@@")) {
    return fromFile(name, value.slice(1), format);
  }
  if (format === "json") return { kind: "value", name, value: readJson(name, value) };
  return { kind: "text", name, text: value.startsWith("@@") ? value.slice(1) : value };
}

/**
 * Makes sure that inputs do not share a name or standard input.
 * @throws {UsageError} Which ones do.
 */
export function checkDistinct(specs: readonly InputSpec[]): void {
  const names = new Set<string>();
  let reader: string | undefined;
  for (const spec of specs) {
    if (names.has(spec.name)) throw new UsageError(`Cannot use input "${spec.name}": given twice`);
    names.add(spec.name);
    if (spec.kind !== "stdin") continue;
    if (reader !== undefined) {
      throw new UsageError(
        `Cannot read standard input twice: for input "${reader}" and for input "${spec.name}"`,
        { hint: "Give one of them as a file" },
      );
    }
    reader = spec.name;
  }
}

function fromFile(name: string, path: string, format: InputFormat): InputSpec {
  if (path === "-") return { kind: "stdin", name, format };
  if (path === "") {
    throw new UsageError(`Cannot read input "${name}": no path after "@"`, {
      hint: 'Write "@@" for a value that begins with "@"',
    });
  }
  return { kind: "file", name, path, format };
}

/**
 * Makes sure that a variable can have this name.
 * @throws {UsageError} Why not.
 */
export function checkInputName(name: string): void {
  const problem = findNameProblem(name);
  if (problem !== undefined) {
    throw new UsageError(`Cannot use input name "${name}": it ${problem}`, { hint: FORMS });
  }
  if (RESERVED_NAMES.includes(name)) {
    throw new UsageError(
      `Cannot use input name "${name}": the sandbox has a function of that name`,
    );
  }
}

function readJson(name: string, text: string): JsonValue {
  try {
    return parseExactJson(text);
  } catch (cause) {
    throw new UsageError(`Cannot read input "${name}" as JSON: ${messageOf(cause)}`, {
      hint: "Quote it for the shell, such as --input 'ids:json=[1, \"a\"]'",
      cause,
    });
  }
}

/**
 * A tool in one line of text: `name(city: str, days: int = 3) -> dict: What it does=COMMAND`, where
 * everything but the name may be left out. Pure.
 *
 * @module
 */

import { messageOf, UsageError } from "../core/errors.ts";
import type { ToolParameter } from "../core/host_tool.ts";
import type { JsonValue } from "../core/json.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";

/** What a tool takes and gives. */
export interface CallText {
  /** Its parameters in order. */
  readonly parameters: readonly ToolParameter[];
  /** Annotation of its result. */
  readonly returns?: string;
}

/** What the text says. */
export interface ToolText extends Partial<CallText> {
  /** Name of the tool. */
  readonly name: string;
  /** What it does. */
  readonly description?: string;
  /** The command that answers its calls; absent when only a name is given. */
  readonly command?: string;
}

const FORM =
  "Write --tool 'NAME(PARAMETER: TYPE, …) -> TYPE: WHAT IT DOES=COMMAND', or 'NAME=COMMAND'";

/**
 * Reads the text of a `--tool`.
 * @throws {UsageError} What is wrong with it.
 */
export function parseToolText(text: string): ToolText {
  const name = /^\s*([^\s(:=-]+)\s*/.exec(text);
  if (name === null) throw refused(text, "it does not begin with a name");
  const rest = text.slice(name[0].length);
  const [head, command] = splitAtCommand(rest);
  const call = head.startsWith("(") ? head.slice(0, closing(head, text) + 1) : "";
  const [returns, description] = readTail(head.slice(call.length), text);
  if (command === undefined && (call !== "" || returns || description)) {
    throw refused(text, 'there is no "=" with a command');
  }
  if (command?.trim() === "") throw refused(text, "its command is empty");
  return {
    name: name[1] ?? "",
    ...(call === "" ? {} : { parameters: readParameters(call.slice(1, -1), text) }),
    ...(returns ? { returns } : {}),
    ...(description ? { description } : {}),
    ...(command === undefined ? {} : { command: command.trim() }),
  };
}

/**
 * Reads parameters and result: `city: str, days: int = 3 -> dict`.
 * @throws {UsageError} What is wrong with it.
 */
export function parseCallText(text: string): CallText {
  const parts = splitOutside(text, "->");
  const [parameters = "", returns, ...more] = parts;
  if (more.length > 0) throw refused(text, 'it has more than one "->"');
  return {
    parameters: readParameters(parameters, text),
    ...(returns?.trim() ? { returns: returns.trim() } : {}),
  };
}

/** The part before the command, and the command behind the first `=` that is in no parentheses. */
function splitAtCommand(text: string): readonly [string, string | undefined] {
  const [head = ""] = splitOutside(text, "=");
  return head.length === text.length ? [text, undefined] : [head, text.slice(head.length + 1)];
}

/** Annotation and description, as `-> TYPE: WHAT IT DOES` has them. */
function readTail(text: string, whole: string): readonly [string, string] {
  const tail = text.trim();
  if (tail === "") return ["", ""];
  const arrow = tail.startsWith("->") ? tail.slice(2) : undefined;
  if (arrow === undefined && !tail.startsWith(":")) {
    throw refused(whole, `"${tail}" stands where "->", ":" or "=" is to be`);
  }
  const [returns = ""] = arrow === undefined ? [""] : splitOutside(arrow, ":");
  const description = arrow === undefined ? tail.slice(1) : arrow.slice(returns.length + 1);
  return [returns.trim(), description.trim()];
}

function readParameters(text: string, whole: string): readonly ToolParameter[] {
  const parts = splitOutside(text, ",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] === "") return [];
  return parts.map((part) => {
    const [declared = "", ...given] = splitOutside(part, "=");
    const [name = "", ...type] = splitOutside(declared, ":");
    const annotation = type.join(":").trim();
    if (name.trim() === "") throw refused(whole, `parameter "${part}" has no name`);
    return {
      name: name.trim(),
      ...(annotation === "" ? {} : { type: annotation }),
      ...(given.length === 0 ? {} : { default: readDefault(given.join("=").trim(), whole) }),
    };
  });
}

const CONSTANTS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ["None", null],
  ["True", true],
  ["False", false],
]);

function readDefault(text: string, whole: string): JsonValue {
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return constant;
  const quoted = /^'([^'\\]*)'$/.exec(text);
  if (quoted !== null) return quoted[1] ?? "";
  try {
    return parseExactJson(text);
  } catch (cause) {
    throw refused(whole, `"${text}" is no default: ${messageOf(cause)}`);
  }
}

/** Where the parenthesis at the beginning is closed. */
function closing(text: string, whole: string): number {
  const [head = ""] = splitOutside(text.slice(1), ")");
  if (head.length + 1 >= text.length) throw refused(whole, 'its "(" is never closed');
  return head.length + 1;
}

/** The parts of a text between marks that are in no brackets and no quotes. */
function splitOutside(text: string, mark: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (depth === 0 && text.startsWith(mark, at)) {
      parts.push(text.slice(start, at));
      at += mark.length - 1;
      start = at + 1;
    } else if (char === '"' || char === "'") at = endOfQuote(text, at);
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
  }
  return [...parts, text.slice(start)];
}

/** Where a quote that begins at `start` ends; there, if it is an apostrophe and no quote at all. */
function endOfQuote(text: string, start: number): number {
  const mark = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === mark) return at;
  }
  return start;
}

function refused(text: string, state: string): UsageError {
  return new UsageError(`Cannot read tool "${text}": ${state}`, { hint: FORM });
}

/**
 * Lines that contain a pattern; the host's twin of the guest's `grep`. Pure.
 *
 * @module
 */

import { checkInteger } from "./arguments.ts";
import { afterBreak, beforeBreak, lineEnd, lineStart } from "./lines.ts";
import { compilePattern, escapePattern } from "./python_pattern.ts";

/** Options of {@linkcode grep}. */
export interface GrepOptions {
  /**
   * Lines before and after each match that are returned with it.
   * @default {0}
   */
  readonly context?: number;
  /**
   * Whether the pattern is a regular expression in Python's syntax, searched line by line.
   * @default {false}
   */
  readonly regex?: boolean;
  /**
   * Whether upper and lower case are the same.
   * @default {true}
   */
  readonly ignoreCase?: boolean;
  /** Most items to return; all without it. */
  readonly limit?: number;
}

interface Line {
  readonly start: number;
  readonly end: number;
}

/**
 * The lines of `text` that contain `pattern`, in order. Each item is one matching line with its
 * context, joined by newlines; items of neighbouring matches may overlap.
 * @throws {RangeError} When a number is no integer or negative, or the pattern is empty or, as plain
 * text, has a line break in it.
 * @throws {SyntaxError} When the regular expression is not valid.
 */
export function grep(text: string, pattern: string, options: GrepOptions = {}): string[] {
  const { context = 0, regex = false, ignoreCase = true, limit = Infinity } = options;
  checkInteger("search text", { name: "context", value: context, minimum: 0 });
  if (limit !== Infinity) {
    checkInteger("search text", { name: "limit", value: limit, minimum: 0 });
  }
  if (pattern === "") throw new RangeError("Cannot search text: pattern must not be empty");
  if (!regex && lineEnd(pattern, 0) < pattern.length) {
    throw new RangeError("Cannot search text: pattern must not contain a line break");
  }
  const flags = ignoreCase ? "i" : "";
  const lines = regex
    ? findByRegex(text, compilePattern(pattern, flags))
    : findByText(text, createFinder(text, pattern, ignoreCase));
  const found: string[] = [];
  if (limit === 0) return found;
  for (const line of lines) {
    found.push(withContext(text, line, context));
    if (found.length === limit) break;
  }
  return found;
}

/** A function that gives the next index at or after `from` where the plain text is, or -1. */
function createFinder(
  text: string,
  pattern: string,
  ignoreCase: boolean,
): (from: number) => number {
  if (!ignoreCase && pattern.isWellFormed()) return (from) => text.indexOf(pattern, from);
  const compiled = compilePattern(escapePattern(pattern), ignoreCase ? "i" : "");
  return (from) => {
    compiled.lastIndex = from;
    return compiled.exec(text)?.index ?? -1;
  };
}

function* findByText(text: string, find: (from: number) => number): Generator<Line> {
  for (let index = find(0); index >= 0;) {
    const line = { start: lineStart(text, index), end: lineEnd(text, index) };
    yield line;
    if (line.end === text.length) return;
    index = find(line.end);
  }
}

function* findByRegex(text: string, pattern: RegExp): Generator<Line> {
  for (let start = 0; start < text.length;) {
    const end = lineEnd(text, start);
    pattern.lastIndex = 0;
    if (pattern.test(text.slice(start, end))) yield { start, end };
    start = afterBreak(text, end);
  }
}

function withContext(text: string, line: Line, context: number): string {
  let { start, end } = line;
  const lines = [text.slice(start, end)];
  for (let count = 0; count < context && start > 0; count++) {
    const last = beforeBreak(text, start);
    start = lineStart(text, last);
    lines.unshift(text.slice(start, last));
  }
  for (let count = 0; count < context; count++) {
    const following = afterBreak(text, end);
    if (following === text.length) break;
    end = lineEnd(text, following);
    lines.push(text.slice(following, end));
  }
  return lines.join("\n");
}

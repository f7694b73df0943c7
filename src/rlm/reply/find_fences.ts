/**
 * The fenced code blocks of a model's reply, by CommonMark's rules (backticks or tildes, closed by a
 * fence at least as long), with what models do beside them: a fence inside a Python string closes
 * nothing, a bare fence round another fence is only wrapping, and a missing end means all the rest.
 *
 * @module
 */

import { scanPythonLine, type StringState } from "./python_scanner.ts";

/** A fenced block. */
export interface FencedBlock {
  /** First word after the opening fence, lower case; empty for a bare fence. */
  readonly language: string;
  /** Its lines, without the indentation of the fence. */
  readonly content: string;
  /** Index of the line with the opening fence. */
  readonly firstLine: number;
  /** Index of the line after its closing fence. */
  readonly endLine: number;
  /** Whether the end was there. */
  readonly closed: boolean;
}

interface Opening {
  readonly indent: number;
  readonly char: string;
  readonly length: number;
  readonly language: string;
}

const OPENING = /^([ \t]*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$/;

/** All blocks of a text whose line breaks are `\n`, in order; wrapping fences are left out. */
export function findFences(lines: readonly string[]): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let trustStrings = true;
  let wrappings = 0;
  let at = 0;
  while (at < lines.length) {
    const opening = readOpening(lines[at]!);
    if (opening === undefined || isWrapping(opening, lines[at + 1])) {
      if (opening !== undefined) wrappings++;
      at++;
      continue;
    }
    const plain = findClose(lines, { from: at + 1, opening, minding: false });
    const minded = trustStrings ? findClose(lines, { from: at + 1, opening, minding: true }) : -1;
    // A string that never ends hides every fence after it: then the plain rule is the better guess.
    if (trustStrings && minded < 0 && plain >= 0) trustStrings = false;
    const close = minded >= 0 ? minded : plain;
    const end = close >= 0 ? close : lines.length;
    blocks.push({
      language: opening.language,
      content: dedent(lines.slice(at + 1, end), opening.indent),
      firstLine: at,
      endLine: close >= 0 ? close + 1 : lines.length,
      closed: close >= 0,
    });
    at = skipWrappings(lines, { from: end + 1, most: wrappings });
    wrappings = 0;
  }
  return blocks.filter((block) => block.content.trim() !== "");
}

function readOpening(line: string): Opening | undefined {
  const match = OPENING.exec(line);
  if (match === null) return undefined;
  const [, indent = "", fence = "", info = ""] = match;
  const language = /^[{.]*([^\s{}]*)/.exec(info)?.[1]?.toLowerCase() ?? "";
  return { indent: indent.length, char: fence.charAt(0), length: fence.length, language };
}

/** A bare fence directly before another fence. */
function isWrapping(opening: Opening, next: string | undefined): boolean {
  return opening.language === "" && next !== undefined && readOpening(next) !== undefined;
}

/** The line after the fences, at most so many, that end the wrapping of the block before. */
function skipWrappings(
  lines: readonly string[],
  { from, most }: { readonly from: number; readonly most: number },
): number {
  let at = from;
  for (let left = most; left > 0; left--) {
    let next = at;
    while (lines[next]?.trim() === "") next++;
    if (!/^\s*(`{3,}|~{3,})\s*$/.test(lines[next] ?? "")) break;
    at = next + 1;
  }
  return at;
}

interface CloseSearch {
  readonly from: number;
  readonly opening: Opening;
  /** Whether a fence inside a triple-quoted string is passed over. */
  readonly minding: boolean;
}

function findClose(lines: readonly string[], search: CloseSearch): number {
  const { char, length } = search.opening;
  let state: StringState = "";
  for (let at = search.from; at < lines.length; at++) {
    const line = lines[at]!;
    const bare = line.trim();
    const closes = bare.length >= length && bare === char.repeat(bare.length);
    if (closes && !(search.minding && state !== "")) return at;
    if (search.minding) state = scanPythonLine(line, state).state;
  }
  return -1;
}

function dedent(lines: readonly string[], indent: number): string {
  if (indent === 0) return lines.join("\n");
  const blank = new RegExp(`^[ \\t]{0,${indent}}`);
  return lines.map((line) => line.replace(blank, "")).join("\n");
}

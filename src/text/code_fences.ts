/**
 * Fenced code blocks of a Markdown text, by the rules of CommonMark 4.5 but for one: a fence that is
 * never closed is no fence, so that one stray mark does not swallow the rest of a long document.
 * Pure; linear time.
 *
 * @module
 */

import { strip } from "./lines.ts";

/** Where a fenced code block lies, in UTF-16 units. */
export interface CodeFence {
  /** Index of its opening line. */
  readonly start: number;
  /** Index of its closing line. */
  readonly end: number;
}

interface FenceLine {
  readonly start: number;
  readonly mark: string;
  /** What follows the mark on its line, trimmed; only a line without it can close. */
  readonly rest: string;
}

/** The fenced code blocks of `text` in order. They do not overlap. */
export function findCodeFences(text: string): CodeFence[] {
  if (!text.includes("```") && !text.includes("~~~")) return [];
  const lines = findFenceLines(text);
  const closable = findClosable(lines);
  const fences: CodeFence[] = [];
  let opener: FenceLine | undefined;
  for (const [index, line] of lines.entries()) {
    if (opener === undefined) {
      if (closable[index]) opener = line;
    } else if (closes(line, opener)) {
      fences.push({ start: opener.start, end: line.start });
      opener = undefined;
    }
  }
  return fences;
}

function findFenceLines(text: string): FenceLine[] {
  const lines: FenceLine[] = [];
  for (const match of text.matchAll(/(?<![^\n]) {0,3}(`{3,}|~{3,})([^\n]*)/g)) {
    lines.push({ start: match.index, mark: match[1] ?? "", rest: strip(match[2] ?? "") });
  }
  return lines;
}

/** For each line whether it can open a fence that some later line closes. */
function findClosable(lines: readonly FenceLine[]): boolean[] {
  const longest: Record<string, number> = {};
  const closable: boolean[] = new Array(lines.length).fill(false);
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index]!;
    const kind = line.mark.charAt(0);
    const isInlineCode = kind === "`" && line.rest.includes("`");
    closable[index] = !isInlineCode && line.mark.length <= (longest[kind] ?? 0);
    if (line.rest === "") longest[kind] = Math.max(longest[kind] ?? 0, line.mark.length);
  }
  return closable;
}

function closes(line: FenceLine, opener: FenceLine): boolean {
  return line.rest === "" && line.mark.startsWith(opener.mark);
}

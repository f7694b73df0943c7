/**
 * Chunks of a Markdown text by its headers; the host's twin of the guest's `chunk_by_headers`. Pure.
 *
 * @module
 */

import { type CodeFence, findCodeFences } from "./code_fences.ts";
import { createOffsetCounter } from "./code_points.ts";
import { strip } from "./lines.ts";
import { compilePattern } from "./python_pattern.ts";
import { cutSections, findStarts, type SectionStart } from "./sections.ts";

/** Options of {@linkcode chunkByHeaders}. */
export interface ChunkByHeadersOptions {
  /**
   * Where a header begins: a regular expression in Python's syntax.
   * @default {"^#{1,3} "}
   */
  readonly pattern?: string;
  /**
   * Its flags, letters of Python's `(?...)`: `i`, `m`, `s`.
   * @default {"m"}
   */
  readonly flags?: string;
}

/** A header and what stands under it. */
export interface HeaderChunk {
  /** The header's line, trimmed; empty for text before the first header. */
  readonly header: string;
  /** The text up to the next header, trimmed. */
  readonly content: string;
  /** Where the match begins, in code points. */
  readonly startPos: number;
}

/**
 * Cuts `text` where `pattern` matches. Blank text gives no chunk, blank text before the first header
 * neither. A match that begins with `#` inside a fenced code block is a comment and cuts nothing.
 * @throws {SyntaxError} When the pattern is not valid.
 */
export function chunkByHeaders(text: string, options: ChunkByHeadersOptions = {}): HeaderChunk[] {
  const { pattern = "^#{1,3} ", flags = "m" } = options;
  const starts = dropComments(text, findStarts(text, compilePattern(pattern, flags)));
  const offsetOf = createOffsetCounter(text);
  const chunks: HeaderChunk[] = [];
  for (const { index, body, matched } of cutSections(text, starts)) {
    const lineEnd = matched === undefined ? 0 : endOfFirstLine(body);
    chunks.push({
      header: strip(body.slice(0, lineEnd)),
      content: strip(body.slice(lineEnd)),
      startPos: offsetOf(index),
    });
  }
  return chunks;
}

function endOfFirstLine(body: string): number {
  const end = body.indexOf("\n");
  return end < 0 ? body.length : end;
}

function dropComments(text: string, starts: readonly SectionStart[]): readonly SectionStart[] {
  if (!starts.some((start) => text[start.index] === "#")) return starts;
  const fences = findCodeFences(text);
  let current = 0;
  return starts.filter(({ index }) => {
    while ((fences[current]?.end ?? Infinity) <= index) current++;
    const fence: CodeFence | undefined = fences[current];
    return fence === undefined || index < fence.start || text[index] !== "#";
  });
}

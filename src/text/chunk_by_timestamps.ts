/**
 * Chunks of a log by its timestamps; the host's twin of the guest's `chunk_by_timestamps`. Pure.
 *
 * @module
 */

import { createOffsetCounter } from "./code_points.ts";
import { strip } from "./lines.ts";
import { compilePattern } from "./python_pattern.ts";
import { cutSections, findStarts } from "./sections.ts";

/** Options of {@linkcode chunkByTimestamps}. */
export interface ChunkByTimestampsOptions {
  /**
   * Where an entry begins: a regular expression in Python's syntax.
   * @default {"^\\d{4}-\\d{2}-\\d{2}[T ]"}
   */
  readonly pattern?: string;
  /**
   * Its flags, letters of Python's `(?...)`: `i`, `m`, `s`.
   * @default {"m"}
   */
  readonly flags?: string;
}

/** An entry of a log. */
export interface TimestampChunk {
  /**
   * What the pattern matched, trimmed and without the `T` that joins a date to its time; empty for
   * text before the first entry.
   */
  readonly timestamp: string;
  /** The entry, its timestamp included, trimmed. */
  readonly content: string;
  /** Where the match begins, in code points. */
  readonly startPos: number;
}

/**
 * Cuts `text` where `pattern` matches. Blank text gives no chunk, blank text before the first entry
 * neither.
 * @throws {SyntaxError} When the pattern is not valid.
 */
export function chunkByTimestamps(
  text: string,
  options: ChunkByTimestampsOptions = {},
): TimestampChunk[] {
  const { pattern = "^\\d{4}-\\d{2}-\\d{2}[T ]", flags = "m" } = options;
  const starts = findStarts(text, compilePattern(pattern, flags));
  const offsetOf = createOffsetCounter(text);
  const chunks: TimestampChunk[] = [];
  for (const { index, body, matched = "" } of cutSections(text, starts)) {
    const timestamp = strip(matched).replace(/(?<=\p{Nd})T$/u, "");
    chunks.push({ timestamp, content: body, startPos: offsetOf(index) });
  }
  return chunks;
}

/**
 * What chunking by headers and by timestamps have in common: a text cut where matches begin, with
 * whatever stands before the first match as a section of its own. Not exported from the folder.
 *
 * @module
 */

import { strip } from "./lines.ts";

/** Where a section begins. */
export interface SectionStart {
  /** UTF-16 index of the match. */
  readonly index: number;
  /** What matched. */
  readonly matched: string;
}

/** A piece of a text between two matches. */
export interface Section {
  /** UTF-16 index where it begins. */
  readonly index: number;
  /** Its text, trimmed. */
  readonly body: string;
  /** What matched at its beginning; absent for text before the first match. */
  readonly matched?: string;
}

/** Where `pattern` (global) matches in `text`. */
export function findStarts(text: string, pattern: RegExp): SectionStart[] {
  const starts: SectionStart[] = [];
  for (const match of text.matchAll(pattern)) {
    starts.push({ index: match.index, matched: match[0] });
  }
  return starts;
}

/** The sections of `text` in order; blank text before the first start is dropped. */
export function* cutSections(text: string, starts: readonly SectionStart[]): Generator<Section> {
  const preamble = strip(text.slice(0, starts[0]?.index));
  if (preamble !== "") yield { index: 0, body: preamble };
  for (const [position, start] of starts.entries()) {
    const body = strip(text.slice(start.index, starts[position + 1]?.index));
    yield { index: start.index, body, matched: start.matched };
  }
}

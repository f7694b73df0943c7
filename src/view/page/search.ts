/**
 * Finds a text in all that the page holds, a slice of time at a time, so that typing stays smooth
 * however much there is.
 *
 * @module
 */

import type { Target } from "./page_context.ts";
import { searchTexts } from "./search_texts.ts";
import type { RunStore } from "./store.ts";

/** Hits after which it is no use to go on. */
export const MOST_HITS = 10_000;

/** Milliseconds of searching at a stretch. */
const SLICE_MS = 12;

/** One place where the text stands. */
export interface Hit {
  /** What it is in. */
  readonly target: Target;
  /** Which of the places in that text, from 0. */
  readonly index: number;
  /** Where in the text, UTF-16 units. */
  readonly offset: number;
}

/** What finds a text, in whatever case; fresh, since it remembers where it was. */
export function patternOf(wanted: string): RegExp {
  return new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "gi");
}

/** All places in order, at most {@linkcode MOST_HITS}; `undefined` when called off. */
export async function findAll(
  store: RunStore,
  wanted: string,
  signal: AbortSignal,
): Promise<readonly Hit[] | undefined> {
  const pattern = patternOf(wanted);
  const hits: Hit[] = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const { target, text } of searchTexts(store)) {
    let index = 0;
    for (const match of text.matchAll(pattern)) {
      hits.push({ target, index: index++, offset: match.index + wanted.length });
      if (hits.length >= MOST_HITS) return hits;
    }
    if (performance.now() < sliceEnd) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return undefined;
    sliceEnd = performance.now() + SLICE_MS;
  }
  return hits;
}

/**
 * Texts of bounded length, for messages, lists and reports. Lengths are code points. Pure.
 *
 * @module
 */

import { codePointLength, codePointSlice } from "./code_points.ts";

/** The beginning of a text, with `…` behind it when there is more. */
export function cutEnd(text: string, maxChars: number): string {
  const head = codePointSlice(text, 0, maxChars);
  return head.length < text.length ? `${head}…` : head;
}

/** Beginning and end of a text, with a word between them on how much is missing. */
export function cutMiddle(text: string, maxChars: number): string {
  const chars = codePointLength(text);
  if (chars <= maxChars) return text;
  const half = Math.floor(maxChars / 2);
  const left = `… ${chars - 2 * half} characters left out …`;
  return `${codePointSlice(text, 0, half)}\n${left}\n${codePointSlice(text, chars - half)}`;
}

/** The first line of a text that says something, as much of it as fits. */
export function firstLine(text: string, maxChars: number): string {
  return cutEnd(text.trim().split("\n", 1)[0] ?? "", maxChars);
}

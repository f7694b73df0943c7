/**
 * Characters and classes of Python's regular expressions, written for JavaScript's `v` mode. Not
 * exported from the folder.
 *
 * @module
 */

/** Characters from `low` to `high`, both included. */
export interface CharRange {
  /** The first. */
  readonly low: string;
  /** The last. */
  readonly high: string;
}

const DIGIT = "\\p{Nd}";
const WORD = "\\p{L}\\p{N}_";
const SPACE =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** What `\d`, `\w`, `\s` and their opposites are in Python, by letter. */
export const CLASSES: Readonly<Record<string, string>> = {
  d: `[${DIGIT}]`,
  D: `[^${DIGIT}]`,
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
};

/** Python takes these for one letter when case is ignored; JavaScript knows only the first two so. */
const LETTERS_I: readonly string[] = ["i", "I", "\u0130", "\u0131"];

/** Source that matches one character and nothing else. */
export function literal(char: string): string {
  if (/^[\w\u00a0-\ud7ff\ue000-\uffff\u{10000}-\u{10ffff}]$/u.test(char)) return char;
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A range as it stands within brackets. */
export function classItem(range: CharRange): string {
  return range.low === range.high
    ? literal(range.low)
    : `${literal(range.low)}-${literal(range.high)}`;
}

/** The ranges, with all letters i when one of them is within. */
export function caseClosed(ranges: readonly CharRange[]): readonly CharRange[] {
  const hasI = LETTERS_I.some((letter) =>
    ranges.some(({ low, high }) => low <= letter && (letter <= high || high.length > 1))
  );
  return hasI ? [...ranges, ...LETTERS_I.map((char) => ({ low: char, high: char }))] : ranges;
}

/**
 * All matches of a regular expression, in the form that Python's `re.findall` gives them. Pure.
 *
 * @module
 */

import { compilePattern } from "./python_pattern.ts";

/** Options of {@linkcode regexExtract}. */
export interface RegexExtractOptions {
  /**
   * Letters of Python's `(?...)`: `i`, `m`, `s`.
   * @default {""}
   */
  readonly flags?: string;
}

/**
 * All matches of `pattern` (Python's syntax) in `text`: without a group the matches, with one group
 * what it caught, with several an array of what each caught. A group that took no part gives `""`.
 * @throws {SyntaxError} When the pattern is not valid.
 */
export function regexExtract(
  text: string,
  pattern: string,
  options: RegexExtractOptions = {},
): (string | string[])[] {
  const found: (string | string[])[] = [];
  for (const match of text.matchAll(compilePattern(pattern, options.flags ?? ""))) {
    const groups = Array.from(match, (group) => group ?? "");
    found.push(groups.length <= 2 ? groups.at(-1) ?? "" : groups.slice(1));
  }
  return found;
}

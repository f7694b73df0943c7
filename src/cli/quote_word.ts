/**
 * A word of a command line, as a shell takes it. Pure.
 *
 * @module
 */

/** The word, in single quotes where it needs any. */
export function quoteWord(word: string): string {
  return /^[\w./~@%+=:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

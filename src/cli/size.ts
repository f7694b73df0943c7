/**
 * Sizes as people write them: `512m`, `2g`, `1.5 GiB`, or a plain number of bytes. Units are powers of
 * 1024.
 *
 * @module
 */

const UNITS = "kmgt";
/** Fits the text of a size. */
export const SIZE: RegExp = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])i?b?|b)?$/i;

/** Bytes of a size; undefined when the text is none. */
export function parseSize(text: string): number | undefined {
  const match = SIZE.exec(text.trim());
  if (match === null) return undefined;
  const power = match[2] === undefined ? 0 : UNITS.indexOf(match[2].toLowerCase()) + 1;
  return Math.floor(Number(match[1]) * 1024 ** power);
}

/** A size in the largest unit that gives a whole number: `512m`. */
export function formatSize(bytes: number): string {
  let power = 0;
  let value = bytes;
  while (power < UNITS.length && value >= 1024 && value % 1024 === 0) {
    value /= 1024;
    power++;
  }
  return `${value}${UNITS.charAt(power - 1)}`;
}

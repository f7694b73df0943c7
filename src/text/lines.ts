/**
 * Lines and surrounding white space as Python's `str.splitlines()` and `str.strip()` see them.
 *
 * Python ends a line at more characters than `\n`, and its white space is not quite that of
 * `String.prototype.trim()`: it has the separators U+001C to U+001F and U+0085, not U+FEFF. Pure.
 *
 * @module
 */

/** The lines of `text` without their line breaks; a break at the end begins no further line. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = lineEnd(text, start);
    lines.push(text.slice(start, end));
    start = afterBreak(text, end);
  }
  return lines;
}

/** Index at which the line that holds `index` begins. */
export function lineStart(text: string, index: number): number {
  let start = index;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Index at which the line that holds `index` ends, its line break not included. */
export function lineEnd(text: string, index: number): number {
  let end = index;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  return end;
}

/** Index after the line break at `end`; the length of `text` when there is none. */
export function afterBreak(text: string, end: number): number {
  const width = text.charCodeAt(end) === 0x0d && text.charCodeAt(end + 1) === 0x0a ? 2 : 1;
  return Math.min(text.length, end + width);
}

/** Index at which the line break before `start` begins; `start` is where a line begins. */
export function beforeBreak(text: string, start: number): number {
  const isPair = text.charCodeAt(start - 1) === 0x0a && text.charCodeAt(start - 2) === 0x0d;
  return Math.max(0, start - (isPair ? 2 : 1));
}

/** `text` without the white space at both ends. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isLineBreak(code: number): boolean {
  if (code > 0x1e && code < 0x85) return false;
  return (code >= 0x0a && code <= 0x0d) || (code >= 0x1c && code <= 0x1e) || code === 0x85 ||
    code === 0x2028 || code === 0x2029;
}

function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || isSeparator(code);
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

function isSeparator(code: number): boolean {
  return code >= 0x1c && code <= 0x1f;
}

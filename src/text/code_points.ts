/**
 * Lengths, slices and offsets in Unicode code points, as Python counts them.
 *
 * JavaScript counts UTF-16 units, so an astral character (an emoji, say) is two there and one here.
 * A lone surrogate is one code point. Pure; linear time, a few comparisons per unit.
 *
 * @module
 */

/** Length of `text` in code points. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if (isPairAt(text, index)) {
      length--;
      index++;
    }
  }
  return length;
}

/**
 * The code points of `text` from `start` up to but without `end`, as Python's `text[start:end]`:
 * negative offsets count from the end, offsets outside of the text are moved to its ends.
 */
export function codePointSlice(text: string, start: number, end: number = Infinity): string {
  const first = start < 0 ? unitFromEnd(text, -start) : unitAfter(text, 0, start);
  const last = end < 0
    ? unitFromEnd(text, -end)
    : start >= 0 && end >= start
    ? unitAfter(text, first, end - start)
    : unitAfter(text, 0, end);
  return text.slice(first, Math.max(first, last));
}

/**
 * Index of the UTF-16 unit that lies `count` code points after the unit `from`; the length of `text`
 * when there are fewer.
 */
export function unitAfter(text: string, from: number, count: number): number {
  if (count >= text.length - from) return text.length;
  let index = from;
  for (let left = count; left > 0 && index < text.length; left--) {
    index += isPairAt(text, index) ? 2 : 1;
  }
  return Math.min(index, text.length);
}

/**
 * A function from UTF-16 index to code point offset. Calls must come with rising indices; together
 * they take one pass over `text`.
 */
export function createOffsetCounter(text: string): (unit: number) => number {
  let seen = 0;
  let pairs = 0;
  return (unit) => {
    while (seen < unit) {
      if (isPairAt(text, seen)) {
        pairs++;
        seen++;
      }
      seen++;
    }
    return unit - pairs;
  };
}

function unitFromEnd(text: string, count: number): number {
  if (count >= text.length) return 0;
  let index = text.length;
  for (let left = count; left > 0 && index > 0; left--) {
    index -= index > 1 && isPairAt(text, index - 2) ? 2 : 1;
  }
  return index;
}

function isPairAt(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 &&
    (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

/**
 * A look at a part of a text; the host's twin of the guest's `peek`. Pure.
 *
 * @module
 */

import { checkInteger } from "./arguments.ts";
import { codePointSlice, unitAfter } from "./code_points.ts";

/** Options of {@linkcode peek}. */
export interface PeekOptions {
  /**
   * Where to begin, in code points; a negative number counts from the end.
   * @default {0}
   */
  readonly start?: number;
  /**
   * Most code points to return.
   * @default {2000}
   */
  readonly length?: number;
}

/**
 * A part of `text`; empty past its end.
 * @throws {RangeError} When a number is no integer, or `length` is negative.
 */
export function peek(text: string, options: PeekOptions = {}): string {
  const { start = 0, length = 2000 } = options;
  checkInteger("peek at text", { name: "start", value: start });
  checkInteger("peek at text", { name: "length", value: length, minimum: 0 });
  const rest = codePointSlice(text, start);
  return rest.slice(0, unitAfter(rest, 0, length));
}

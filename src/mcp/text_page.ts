/**
 * A page of a text that is never held whole: pieces are added in order, and what lies in the window
 * is kept. Offsets are code points.
 *
 * @module
 */

import { codePointLength, codePointSlice } from "../text/code_points.ts";

/** Which part of a text. */
export interface PageWindow {
  /** Code points before it. */
  readonly offset: number;
  /** Most code points in it. */
  readonly maxChars: number;
}

/** A part of a text that grows. */
export class TextPage {
  readonly #window: PageWindow;
  readonly #kept: string[] = [];
  #chars = 0;

  /** An empty text, of which this part will be kept. */
  constructor(window: PageWindow) {
    this.#window = window;
  }

  /** Code points before the part. */
  get offset(): number {
    return this.#window.offset;
  }

  /** Code points of the whole. */
  get totalChars(): number {
    return this.#chars;
  }

  /** The part. */
  get text(): string {
    return this.#kept.join("");
  }

  /** Where the next page begins; absent when this is the last. */
  get nextOffset(): number | undefined {
    const end = this.#window.offset + this.#window.maxChars;
    return end < this.#chars ? end : undefined;
  }

  /** Adds to the end of the text. */
  add(piece: string): void {
    const { offset, maxChars } = this.#window;
    const length = codePointLength(piece);
    const from = Math.max(0, offset - this.#chars);
    const to = Math.min(length, offset + maxChars - this.#chars);
    if (from < to) this.#kept.push(codePointSlice(piece, from, to));
    this.#chars += length;
  }
}

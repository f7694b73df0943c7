/**
 * The host's half of a cell's bounded output: joins what was streamed with what the result brings.
 *
 * @module
 */

import type { CellOutput } from "../src/core/cell_result.ts";

/** What the driver still held when the cell ended. */
export interface OutputRest {
  /** The part of the head that was not streamed. */
  readonly head: string;
  /** The last part of what came after the head. */
  readonly tail: string;
  /** Code points printed in all. */
  readonly chars: number;
}

/** Collects one cell's output; holds no more than the limit, whatever the guest sends. */
export class OutputLog {
  readonly #limitUnits: number;
  #head = "";
  #dropped = 0;

  /** Makes a log for at most `maxChars` code points. */
  constructor(maxChars: number) {
    this.#limitUnits = 2 * maxChars + 16;
  }

  /** Takes streamed text. */
  add(text: string): void {
    const room = this.#limitUnits - this.#head.length;
    this.#head += room >= text.length ? text : text.slice(0, room);
    this.#dropped += Math.max(0, text.length - room);
  }

  /** The output as far as it was streamed: for a cell whose sandbox is gone. */
  partial(): CellOutput {
    return { text: this.#head, chars: countChars(this.#head), omittedChars: this.#dropped };
  }

  /** The whole output. */
  finish(rest: OutputRest): CellOutput {
    this.add(rest.head);
    const tail = rest.tail.slice(-this.#limitUnits);
    const shown = countChars(this.#head) + countChars(tail);
    const omittedChars = Math.max(0, rest.chars - shown);
    const gap = omittedChars > 0 ? `\n... (${omittedChars} characters omitted) ...\n` : "";
    return { text: this.#head + gap + tail, chars: rest.chars, omittedChars };
  }
}

function countChars(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(i + 1);
    if (next >= 0xdc00 && next <= 0xdfff) {
      count--;
      i++;
    }
  }
  return count;
}

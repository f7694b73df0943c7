/**
 * Cuts a stream of bytes into lines, without copying where a block holds whole lines.
 *
 * @module
 */

/** Takes blocks of bytes and hands out the lines in them. */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #onLine: (line: Uint8Array) => void;
  #parts: Uint8Array[] = [];
  #partBytes = 0;

  /** Makes a splitter that calls `onLine` for each line and refuses lines over `maxBytes`. */
  constructor(onLine: (line: Uint8Array) => void, maxBytes: number) {
    this.#onLine = onLine;
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes a block.
   * @throws {RangeError} When a line grows past the limit.
   */
  push(block: Uint8Array): void {
    let start = 0;
    for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, start)) {
      this.#onLine(this.#complete(block.subarray(start, end)));
      start = end + 1;
    }
    if (start === block.length) return;
    const rest = start === 0 ? block : block.subarray(start);
    this.#partBytes += rest.length;
    if (this.#partBytes > this.#maxBytes) {
      throw new RangeError(`A line is longer than ${this.#maxBytes} bytes`);
    }
    this.#parts.push(rest);
  }

  #complete(last: Uint8Array): Uint8Array {
    if (this.#parts.length === 0) return last;
    const line = new Uint8Array(this.#partBytes + last.length);
    let offset = 0;
    for (const part of [...this.#parts, last]) {
      line.set(part, offset);
      offset += part.length;
    }
    this.#parts = [];
    this.#partBytes = 0;
    return line;
  }
}

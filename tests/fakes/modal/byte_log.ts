/**
 * Output of a process as the cloud keeps it: bytes that are appended, and read from any offset as often
 * as asked, by readers that wait for more.
 *
 * @module
 */

/** Past this the oldest output is dropped, bytes. */
const MAX_KEPT_BYTES = 256 * 2 ** 20;

/** Appended bytes with waiting readers. */
export class ByteLog {
  #chunks: { readonly start: number; readonly data: Uint8Array }[] = [];
  #size = 0;
  #hasEnded = false;
  #waiting: (() => void)[] = [];

  /** Bytes appended so far. */
  get size(): number {
    return this.#size;
  }

  /** Offset of the oldest byte still kept. */
  get start(): number {
    return this.#chunks[0]?.start ?? this.#size;
  }

  /** Appends bytes; the log keeps the array itself. */
  push(data: Uint8Array): void {
    if (data.length === 0 || this.#hasEnded) return;
    this.#chunks.push({ start: this.#size, data });
    this.#size += data.length;
    while (this.#size - this.start > MAX_KEPT_BYTES) this.#chunks.shift();
    this.#wake();
  }

  /** Says that nothing more comes. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** The bytes from an offset on, until the log has ended or the signal aborts. */
  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let position = offset;
    while (!signal.aborted) {
      const chunk = this.#chunks[this.#indexAt(position)];
      if (position < this.#size && chunk) {
        const data = chunk.data.subarray(Math.max(0, position - chunk.start));
        position = chunk.start + chunk.data.length;
        yield data;
      } else if (this.#hasEnded) {
        return;
      } else {
        await this.#more(signal);
      }
    }
  }

  /** Index of the chunk that holds a position, or the first. */
  #indexAt(position: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#chunks[middle]!.start <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#waiting.push(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

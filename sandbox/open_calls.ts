/**
 * How many calls of the guest are open and how much they hold: a flood is no program.
 *
 * @module
 */

/** More open calls than this no program has; threads that wait for answers are far fewer. */
const MAX_OPEN_CALLS = 10_000;
/** Bytes that open calls may hold together; a single call may hold what a message may. */
const MAX_OPEN_BYTES = 1 << 27;

/** Counts open calls. */
export class OpenCalls {
  #calls = 0;
  #bytes = 0;

  /** Lets a call in; says why not when it is one too many. */
  admit(bytes: number): string | undefined {
    if (this.#calls >= MAX_OPEN_CALLS) return `more than ${MAX_OPEN_CALLS} calls are open at once`;
    if (this.#calls > 0 && this.#bytes + bytes > MAX_OPEN_BYTES) {
      return `the calls open at once hold more than ${MAX_OPEN_BYTES} bytes`;
    }
    this.#calls++;
    this.#bytes += bytes;
    return undefined;
  }

  /** A call was answered. */
  release(bytes: number): void {
    this.#calls--;
    this.#bytes -= bytes;
  }
}

/**
 * The frames that a keeper sends, cut out of bytes that come in any pieces. What they mean is told in
 * `keeper.py`. Guest code can pose as the keeper: nothing is taken that has not the shape.
 *
 * @module
 */

/** What the keeper says. */
export type KeeperFrame =
  | { readonly kind: "welcome"; readonly received: number }
  | { readonly kind: "taken"; readonly offset: number }
  | { readonly kind: "interrupted"; readonly number: number }
  | { readonly kind: "refused" | "ended"; readonly reason: string }
  | { readonly kind: "data"; readonly offset: number; readonly bytes: Uint8Array };

const MAX_HEAD_BYTES = 2_048;
const MAX_REASON_CHARS = 500;
const MAX_BODY_BYTES = 1 << 20;
const NEWLINE = 10;

/** Cuts a stream of bytes into frames; data is passed on as it comes, in pieces. */
export class KeeperFrames {
  readonly #onFrame: (frame: KeeperFrame) => void;
  readonly #decoder = new TextDecoder();
  /** The start of a head. */
  #head = new Uint8Array(0);
  /** Bytes of a body to come, and the offset of the next. */
  #body = 0;
  #offset = 0;

  /** `onFrame` gets each frame. */
  constructor(onFrame: (frame: KeeperFrame) => void) {
    this.#onFrame = onFrame;
  }

  /**
   * Takes bytes.
   * @throws {TypeError} When they are no frame.
   */
  push(block: Uint8Array): void {
    let rest = block;
    while (rest.length > 0) {
      rest = this.#body > 0 ? this.#pass(rest) : this.#read(rest);
    }
  }

  #pass(block: Uint8Array): Uint8Array {
    const bytes = block.subarray(0, this.#body);
    const offset = this.#offset;
    this.#body -= bytes.length;
    this.#offset += bytes.length;
    this.#onFrame({ kind: "data", offset, bytes });
    return block.subarray(bytes.length);
  }

  #read(block: Uint8Array): Uint8Array {
    const end = block.indexOf(NEWLINE);
    const part = end < 0 ? block : block.subarray(0, end);
    if (this.#head.length + part.length > MAX_HEAD_BYTES) throw new TypeError("no end of a frame");
    const head = new Uint8Array(this.#head.length + part.length);
    head.set(this.#head);
    head.set(part, this.#head.length);
    if (end < 0) {
      this.#head = head;
      return new Uint8Array(0);
    }
    this.#head = new Uint8Array(0);
    this.#take(this.#decoder.decode(head));
    return block.subarray(end + 1);
  }

  #take(head: string): void {
    const [kind = "", ...fields] = head.split(" ");
    switch (kind) {
      case "w":
        return this.#onFrame({ kind: "welcome", received: count(fields[0]) });
      case "a":
        return this.#onFrame({ kind: "taken", offset: count(fields[0]) });
      case "i":
        return this.#onFrame({ kind: "interrupted", number: count(fields[0]) });
      case "r":
        return this.#onFrame({ kind: "refused", reason: readable(head.slice(2)) });
      case "x":
        return this.#onFrame({ kind: "ended", reason: readable(head.slice(2)) });
      case "d":
        this.#offset = count(fields[0]);
        this.#body = count(fields[1]);
        if (this.#body <= MAX_BODY_BYTES) return;
    }
    throw new TypeError(`no frame of a keeper: ${JSON.stringify(head.slice(0, 80))}`);
  }
}

function count(field: string | undefined): number {
  if (field === undefined || !/^\d{1,15}$/.test(field)) throw new TypeError("no number in a frame");
  return Number(field);
}

/** A reason that guest code may have written, in characters that do nothing to a terminal. */
function readable(reason: string): string {
  return reason.slice(0, MAX_REASON_CHARS).replaceAll(/[\p{C}\u2028\u2029]+/gu, " ").trim();
}

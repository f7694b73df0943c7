/**
 * A line that a person types without seeing it: what each byte does to it. No terminal is in here.
 *
 * @module
 */

/** Longest line taken, bytes. */
const MAX_BYTES = 65_536;
const BACKSPACES: readonly number[] = [0x08, 0x7f];
const LINE_ENDS: readonly number[] = [0x0a, 0x0d];
const [INTERRUPT, END_OF_INPUT, ERASE_LINE] = [0x03, 0x04, 0x15];

/** Where a line stands after some bytes. */
export type TypedLineState = "open" | "complete" | "interrupted";

/** A line under way. */
export class TypedLine {
  #bytes: number[] = [];
  #state: TypedLineState = "open";

  /** Where it stands. */
  get state(): TypedLineState {
    return this.#state;
  }

  /** What was typed. */
  get text(): string {
    return new TextDecoder().decode(new Uint8Array(this.#bytes));
  }

  /** Takes bytes as a terminal sends them; gives those behind the end of the line. */
  feed(bytes: Uint8Array): Uint8Array {
    for (const [index, byte] of bytes.entries()) {
      this.#take(byte);
      if (this.#state !== "open") return this.#rest(bytes.subarray(index));
    }
    return bytes.subarray(bytes.length);
  }

  #take(byte: number): void {
    if (LINE_ENDS.includes(byte) || byte === END_OF_INPUT) this.#state = "complete";
    else if (byte === INTERRUPT) this.#state = "interrupted";
    else if (byte === ERASE_LINE) this.#bytes = [];
    else if (BACKSPACES.includes(byte)) this.#eraseLast();
    else if (byte >= 0x20) this.#add(byte);
  }

  /** Erases one character, which may be several bytes. */
  #eraseLast(): void {
    while ((this.#bytes.at(-1) ?? 0) >> 6 === 0b10) this.#bytes.pop();
    this.#bytes.pop();
  }

  #add(byte: number): void {
    if (this.#bytes.length < MAX_BYTES) this.#bytes.push(byte);
  }

  /** What follows the byte that ended the line: a carriage return takes its line feed along. */
  #rest([end, ...rest]: Uint8Array): Uint8Array {
    return new Uint8Array(end === 0x0d && rest[0] === 0x0a ? rest.slice(1) : rest);
  }
}

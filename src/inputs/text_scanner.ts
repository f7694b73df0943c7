/**
 * Tells text from other bytes, block by block: encoding by byte order mark, NUL, invalid sequences
 * with the offset of the first. Keeps at most three bytes between blocks.
 *
 * UTF-8 runs through the runtime's native validator (about 2 GB/s); the slow search for the exact
 * offset happens only in the block that failed.
 *
 * @module
 */

import { isUtf8 } from "node:buffer";
import { findNul } from "./find_nul.ts";
import { firstInvalidUtf8, incompleteTail, sequenceLength } from "./utf8.ts";

/** The first place where bytes are not text. */
export interface TextFault {
  /** What is there. */
  readonly reason: string;
  /** Its offset in bytes from the start of the file. */
  readonly offset: number;
}

/** Encodings that are told apart. */
export type TextEncodingName = "utf-8" | "utf-8-sig" | "utf-16";

/** Scans one stream of bytes. */
export class TextScanner {
  /** Bytes held back from the last block: an unfinished mark, sequence or code unit. */
  #held: Uint8Array = new Uint8Array(0);
  /** Offset of the first held byte. */
  #offset = 0;
  #encoding: TextEncodingName | undefined;
  #bigEndian = false;
  /** Offset of a high surrogate that waits for its other half. */
  #openSurrogate: number | undefined;

  /** The encoding found; `utf-8` when there is no mark. */
  get encoding(): TextEncodingName {
    return this.#encoding ?? "utf-8";
  }

  /** Whether nothing but a byte order mark was seen. Valid after {@linkcode end}. */
  get isEmpty(): boolean {
    return this.#offset === { "utf-8": 0, "utf-8-sig": 3, "utf-16": 2 }[this.encoding];
  }

  /** Scans the next block and returns the first fault in it, if there is one. */
  scan(block: Uint8Array): TextFault | undefined {
    const lead = this.#held[0];
    if (lead !== undefined && this.#encoding?.startsWith("utf-8")) {
      // Only the sequence that the blocks share is put together, not the block behind it.
      const missing = sequenceLength(lead) - this.#held.length;
      const fault = this.#take(concatenate(this.#held, block.subarray(0, missing)), false);
      return fault ?? (block.length > missing ? this.scan(block.subarray(missing)) : undefined);
    }
    const bytes = this.#held.length === 0 ? block : concatenate(this.#held, block);
    if (this.#encoding === undefined && bytes.length < 3) {
      this.#held = new Uint8Array(bytes);
      return undefined;
    }
    return this.#take(bytes, false);
  }

  /** Ends the stream and returns the fault of an unfinished tail, if there is one. */
  end(): TextFault | undefined {
    return this.#take(this.#held, true);
  }

  #take(bytes: Uint8Array, last: boolean): TextFault | undefined {
    const rest = this.#encoding === undefined ? this.#takeMark(bytes) : bytes;
    return this.#encoding === "utf-16" ? this.#takeUtf16(rest, last) : this.#takeUtf8(rest, last);
  }

  #takeMark(bytes: Uint8Array): Uint8Array {
    const [a, b, c] = bytes;
    if (a === 0xef && b === 0xbb && c === 0xbf) this.#encoding = "utf-8-sig";
    else if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) this.#encoding = "utf-16";
    else this.#encoding = "utf-8";
    this.#bigEndian = a === 0xfe;
    this.#offset = { "utf-8": 0, "utf-8-sig": 3, "utf-16": 2 }[this.#encoding];
    return bytes.subarray(this.#offset);
  }

  #takeUtf8(bytes: Uint8Array, last: boolean): TextFault | undefined {
    const whole = last ? bytes.length : bytes.length - incompleteTail(bytes);
    const part = bytes.subarray(0, whole);
    const nul = findNul(part);
    const invalid = isUtf8(part) ? -1 : firstInvalidUtf8(part);
    if (nul >= 0 && (invalid < 0 || nul < invalid)) return this.#fault("a NUL byte", nul);
    if (invalid >= 0) return this.#fault("invalid UTF-8", invalid);
    return this.#hold(bytes, whole);
  }

  #takeUtf16(bytes: Uint8Array, last: boolean): TextFault | undefined {
    const whole = bytes.length - bytes.length % 2;
    const [high, low] = this.#bigEndian ? [0, 1] : [1, 0];
    for (let at = 0; at < whole; at += 2) {
      const unit = (bytes[at + high] ?? 0) << 8 | (bytes[at + low] ?? 0);
      if (unit === 0) return this.#fault("a NUL character", at);
      const isLow = unit >= 0xdc00 && unit <= 0xdfff;
      if (isLow !== (this.#openSurrogate !== undefined)) {
        const offset = this.#openSurrogate ?? this.#offset + at;
        return { reason: "invalid UTF-16 (half a surrogate pair)", offset };
      }
      const isHigh = unit >= 0xd800 && unit <= 0xdbff;
      this.#openSurrogate = isHigh ? this.#offset + at : undefined;
    }
    if (last && whole < bytes.length) return this.#fault("invalid UTF-16 (half a unit)", whole);
    if (last && this.#openSurrogate !== undefined) {
      return { reason: "invalid UTF-16 (half a surrogate pair)", offset: this.#openSurrogate };
    }
    return this.#hold(bytes, whole);
  }

  #hold(bytes: Uint8Array, from: number): undefined {
    this.#held = new Uint8Array(bytes.subarray(from));
    this.#offset += from;
  }

  #fault(reason: string, at: number): TextFault {
    return { reason, offset: this.#offset + at };
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

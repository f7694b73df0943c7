/**
 * What the host says to a keeper on one connection: composes the frames that are due from what the
 * host has to say at all, which outlives connections.
 *
 * @module
 */

import type { UnreadBytes } from "./unread_bytes.ts";

/** What the host has to say, over all connections. */
export interface HostState {
  /** Bytes for the driver that have not arrived yet. */
  readonly unread: UnreadBytes;
  /** Bytes of the driver that have come. */
  received: number;
  /** Number of the last interrupt. */
  interrupt: number;
  /** Whether the keeper is to end everything. */
  isQuitting: boolean;
}

/** Bytes of one write, and of the driver's stream after which the keeper is told at once. */
const MAX_WRITE_BYTES = 1 << 20;
/** Bytes that the keeper takes ahead of the driver. */
const WINDOW_BYTES = 8 << 20;

/** The frames of one connection. */
export class HostFrames {
  readonly #state: HostState;
  #greeting: string;
  /** Whether it is known from where on the driver's bytes are needed. */
  #isWelcome: boolean;
  /** Offset of the next byte to send. */
  #position = 0;
  /** What the keeper knows of the bytes that came. */
  #told: number;
  #interrupted = 0;
  #isPingDue = false;

  /**
   * @param greeting The first frame.
   * @param isExpected Whether the keeper is known to have nothing yet, so that nobody need wait for
   * its welcome.
   */
  constructor(state: HostState, greeting: string, isExpected: boolean) {
    this.#state = state;
    this.#greeting = greeting;
    this.#isWelcome = isExpected;
    this.#told = state.received;
  }

  /** Offset behind the last byte that was sent. */
  get position(): number {
    return this.#position;
  }

  /** The keeper has the bytes up to an offset. */
  welcome(offset: number): void {
    if (!this.#isWelcome) this.#position = offset;
    this.#isWelcome = true;
  }

  /** The keeper is to answer. */
  ping(): void {
    this.#isPingDue = true;
  }

  /** The frames that are due; empty when there is nothing to say. */
  compose(): Uint8Array {
    const { interrupt, isQuitting, received, unread } = this.#state;
    let head = this.#greeting;
    this.#greeting = "";
    const pieces = this.#nextPieces(unread);
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const hasNews = received > this.#told;
    if (
      hasNews && (head !== "" || bytes > 0 || this.#isPingDue ||
        received - this.#told >= MAX_WRITE_BYTES)
    ) {
      head += `a ${received}\n`;
      this.#told = received;
    }
    if (this.#isPingDue) head += "p\n";
    this.#isPingDue = false;
    if (bytes > 0) head += `d ${this.#position} ${bytes}\n`;
    this.#position += bytes;
    let tail = isQuitting ? "q\n" : "";
    // What is to be interrupted goes first, unless the driver does not take it.
    const isDue = this.#isWelcome && (this.#position === unread.end || bytes === 0);
    if (interrupt > this.#interrupted && isDue) {
      tail = `i ${interrupt}\n${tail}`;
      this.#interrupted = interrupt;
    }
    return join(head, pieces, tail);
  }

  #nextPieces(unread: UnreadBytes): readonly Uint8Array[] {
    if (!this.#isWelcome || this.#position >= unread.end) return [];
    const room = unread.base + WINDOW_BYTES - this.#position;
    return unread.from(this.#position, Math.min(room, MAX_WRITE_BYTES));
  }
}

const encoder = new TextEncoder();

function join(head: string, pieces: readonly Uint8Array[], tail: string): Uint8Array {
  const parts = [encoder.encode(head), ...pieces, encoder.encode(tail)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Progress notifications of one call: numbers that only rise, as the protocol demands, and a sign of
 * life when nothing has happened for a while, since many clients give a silent server up.
 *
 * @module
 */

import type { ProgressNote } from "./tool.ts";

/** What is sent. */
export interface ProgressMessage {
  /** How far it is, in turns; what comes before the first counts as one. */
  readonly progress: number;
  /** The most there can be, once that is known. */
  readonly total?: number;
  /** What happened. */
  readonly message: string;
}

/** Milliseconds of silence before a sign of life. */
const SILENCE_MS = 15_000;

/** Options of {@linkcode ProgressNotes}. */
export interface ProgressNotesOptions {
  /** Sends one. */
  send(message: ProgressMessage): void;
  /**
   * Milliseconds of silence before a sign of life.
   * @default {15000}
   */
  readonly silenceMs?: number;
}

/** The notifications of one call; dispose of it when the call is over. */
export class ProgressNotes implements Disposable {
  readonly #send: (message: ProgressMessage) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #startedMs = performance.now();
  #turn = 0;
  #notes = 0;
  #turns: number | undefined;
  #isSilent = true;

  /** Begins to count. */
  constructor({ send, silenceMs = SILENCE_MS }: ProgressNotesOptions) {
    this.#send = send;
    this.#timer = setInterval(() => this.#breakSilence(), silenceMs);
  }

  /** Sends a note. */
  note({ message, turn = 0, turns }: ProgressNote): void {
    this.#isSilent = false;
    this.#turns = turns ?? this.#turns;
    if (turn > this.#turn) {
      this.#turn = turn;
      this.#notes = 0;
    }
    this.#tell(message);
  }

  /** Sends no more signs of life. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #breakSilence(): void {
    const seconds = Math.round((performance.now() - this.#startedMs) / 1000);
    if (this.#isSilent) this.#tell(`Still under way after ${seconds} s`);
    this.#isSilent = true;
  }

  #tell(message: string): void {
    this.#notes++;
    const progress = this.#turn + 1 - 1 / (this.#notes + 1); // Never more than its turn has to give.
    const total = this.#turns === undefined ? {} : { total: this.#turns + 1 };
    this.#send({ progress, ...total, message });
  }
}

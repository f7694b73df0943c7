/**
 * The time of a run: when it must end, and whether its caller wants it to end now.
 *
 * Two signals come of it. `signal` is for what can stop in an instant, such as a model request.
 * `cellSignal` is for cells: these are given a time limit of their own that ends with the run, so that
 * what they printed is kept; the signal is the harder end, a little later.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import { formatSeconds } from "../../text/format_number.ts";

/** Milliseconds between the end of a run's time and the hard end of a cell that does not stop. */
export const CELL_GRACE_MS = 5_000;

/** The longest delay that timers take; 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Keeps the time of one run; its timers end when it is disposed of. */
export class RunClock implements Disposable {
  /** Aborted when the caller says so or the time is over. */
  readonly signal: AbortSignal;
  /** Aborted when the caller says so or {@linkcode CELL_GRACE_MS} after the time is over. */
  readonly cellSignal: AbortSignal;
  /** The time given, milliseconds; 0 for no end. */
  readonly timeoutMs: number;
  readonly #startedAt = performance.now();
  readonly #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #caller: AbortSignal | undefined;

  /** Starts it. `timeoutMs` 0 means no end; `caller` is the caller's own signal. */
  constructor(timeoutMs: number, caller?: AbortSignal) {
    this.timeoutMs = timeoutMs;
    this.#caller = caller;
    this.signal = this.#createSignal(timeoutMs);
    this.cellSignal = this.#createSignal(timeoutMs === 0 ? 0 : timeoutMs + CELL_GRACE_MS);
  }

  /** Milliseconds since the start. */
  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Milliseconds left, at least 0; infinite without an end. */
  get remainingMs(): number {
    return this.timeoutMs === 0 ? Infinity : Math.max(0, this.timeoutMs - this.elapsedMs);
  }

  /** Whether the time is over, which is no matter of the caller's signal. */
  get isOver(): boolean {
    return this.remainingMs === 0 || (this.signal.aborted && !this.isCalledOff);
  }

  /** Whether the caller's signal was aborted. */
  get isCalledOff(): boolean {
    return this.#caller?.aborted ?? false;
  }

  /** Ends the timers. */
  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #createSignal(afterMs: number): AbortSignal {
    const controller = new AbortController();
    if (afterMs > 0 && afterMs <= MAX_TIMER_MS) {
      const over = new FleetError(
        "limit-reached",
        `The run took more than ${formatSeconds(this.timeoutMs)}`,
        { hint: "Give it more time with a longer time limit" },
      );
      this.#timers.push(setTimeout(() => controller.abort(over), afterMs));
    }
    const caller = this.#caller;
    return caller === undefined ? controller.signal : AbortSignal.any([caller, controller.signal]);
  }
}

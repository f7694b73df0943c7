/**
 * Calls that are alike, made while one of them is under way, share its result.
 *
 * Knows nothing of models. Whoever leaves early does not end the call for the others; when all have
 * left, it ends.
 *
 * @module
 */

import { abortable } from "../core/abortable.ts";
import { throwIfAborted } from "../core/errors.ts";

/** What a call gave. */
export interface Landing<T> {
  /** The result. */
  readonly value: T;
  /** Whether another caller had started it. */
  readonly isShared: boolean;
}

/** Options of {@linkcode SingleFlight.run}. */
export interface FlightOptions<T> {
  /** Makes the call; its signal is aborted once nobody waits for it any more. */
  readonly start: (signal: AbortSignal) => Promise<T>;
  /** Ends the waiting of this caller. */
  readonly signal?: AbortSignal | undefined;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

/** Shares the results of calls under way, by their keys. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /**
   * Joins the call with this key, or starts it.
   * @throws {InterruptedError} when `signal` is aborted; otherwise what the call throws.
   */
  async run(key: string, options: FlightOptions<T>): Promise<Landing<T>> {
    throwIfAborted(options.signal);
    const joined = this.#flights.get(key);
    const flight = joined ?? this.#start(key, options.start);
    flight.waiting++;
    try {
      const value = options.signal === undefined
        ? await flight.result
        : await abortable(flight.result, options.signal);
      return { value, isShared: joined !== undefined };
    } finally {
      if (--flight.waiting === 0) {
        this.#forget(key, flight);
        flight.abort.abort(options.signal?.reason);
      }
    }
  }

  #start(key: string, start: FlightOptions<T>["start"]): Flight<T> {
    const abort = new AbortController();
    const result = start(abort.signal);
    const flight: Flight<T> = { result, abort, waiting: 0 };
    this.#flights.set(key, flight);
    const forget = (): void => this.#forget(key, flight);
    result.then(forget, forget);
    return flight;
  }

  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}

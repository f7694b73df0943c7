/**
 * A concurrency limiter: at most so many things under way at once, the others in a queue.
 *
 * Owns the counting and the order of admission, nothing else: no clock, no retry, no knowledge of
 * models. The engine's batches of sub-queries go through one shared limiter.
 *
 * @module
 */

import { throwIfAborted } from "../core/errors.ts";

/** Admits work in the order in which it was asked for. */
export interface Limiter {
  /** Most things under way at once. */
  readonly max: number;
  /** Things under way now. */
  readonly active: number;
  /** Things waiting now. */
  readonly waiting: number;
  /**
   * Runs `work` when a place is free, first come first served, and gives back what it gives.
   *
   * An abort while queued rejects at once and leaves the queue; once `work` has started, ending it is
   * its own affair.
   *
   * @throws {InterruptedError} when `signal` was aborted before `work` started; otherwise whatever
   * `work` throws.
   */
  run<T>(work: () => Promise<T> | T, signal?: AbortSignal): Promise<T>;
}

/**
 * Creates a limiter.
 *
 * @param max Most things under way at once, at least 1.
 * @throws {RangeError} when `max` is not a whole number of at least 1.
 */
export function createLimiter(max: number): Limiter {
  if (!Number.isSafeInteger(max) || max < 1) {
    throw new RangeError(`Cannot create limiter: '${max}' is not a whole number of at least 1`);
  }
  // A Set keeps the order of insertion and forgets any member in constant time.
  const queue = new Set<() => void>();
  let active = 0;

  function leave(): void {
    const next = queue.values().next();
    if (next.done) {
      active--;
      return;
    }
    // The place is handed over, never given back, so that nobody can slip in between.
    queue.delete(next.value);
    next.value();
  }

  function enter(signal: AbortSignal | undefined): Promise<void> {
    if (active < max) {
      active++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        queue.delete(admit);
        try {
          throwIfAborted(signal);
        } catch (error) {
          reject(error);
        }
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      queue.add(admit);
    });
  }

  return {
    max,
    get active(): number {
      return active;
    },
    get waiting(): number {
      return queue.size;
    },
    async run<T>(work: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
      throwIfAborted(signal);
      await enter(signal);
      try {
        // The abort may have come between admission and this line.
        throwIfAborted(signal);
        return await work();
      } finally {
        leave();
      }
    },
  };
}

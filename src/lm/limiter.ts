/**
 * A concurrency limiter: at most so many things under way at once, the others in a queue.
 *
 * Owns the counting and the order of admission, nothing else: no clock, no retry, no knowledge of
 * models. How many are allowed is a `Pace`: fixed here, adaptive in `adaptive_limiter.ts`. The
 * engine's batches of sub-queries go through one shared limiter.
 *
 * @module
 */

import { throwIfAborted } from "../core/errors.ts";

/** A place in a limiter, held while work is under way. */
export interface Place {
  /** Says that the provider pushed back: an adaptive limiter then allows less. */
  throttle(): void;
}

/** Admits work in the order in which it was asked for. */
export interface Limiter {
  /** Most things that may ever be under way at once. */
  readonly max: number;
  /** Most things that may be under way now; `max` unless the limiter adapts. */
  readonly allowed: number;
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
  run<T>(work: (place: Place) => Promise<T> | T, signal?: AbortSignal): Promise<T>;
}

/** How many things may be under way, and what changes that. */
export interface Pace {
  /** Most things under way now: a whole number of at least 1. */
  readonly allowed: number;
  /** A place for something that was just admitted. */
  open(): Place & {
    /** Takes note of its end. */
    close(succeeded: boolean): void;
  };
}

/** Options of {@linkcode createLimiter}. */
export interface LimiterOptions {
  /**
   * Decides how many may be under way, up to the limiter's `max`.
   * @default {always the most}
   */
  readonly pace?: Pace;
}

/**
 * Creates a limiter.
 *
 * @param max Most things under way at once, at least 1.
 * @throws {RangeError} when `max` is not a whole number of at least 1.
 */
export function createLimiter(max: number, options: LimiterOptions = {}): Limiter {
  if (!Number.isSafeInteger(max) || max < 1) {
    throw new RangeError(`Cannot create limiter: '${max}' is not a whole number of at least 1`);
  }
  const pace = options.pace ?? fixedPace(max);
  // A Set keeps the order of insertion and forgets any member in constant time.
  const queue = new Set<() => void>();
  let active = 0;

  /** Lets in whom there is room for, before anyone who comes later can ask. */
  function admit(): void {
    for (const next of queue) {
      if (active >= pace.allowed) return;
      queue.delete(next);
      active++;
      next();
    }
  }

  function enter(signal: AbortSignal | undefined): Promise<void> {
    if (active < pace.allowed && queue.size === 0) {
      active++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const letIn = (): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        queue.delete(letIn);
        try {
          throwIfAborted(signal);
        } catch (error) {
          reject(error);
        }
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      queue.add(letIn);
    });
  }

  return {
    max,
    get allowed(): number {
      return pace.allowed;
    },
    get active(): number {
      return active;
    },
    get waiting(): number {
      return queue.size;
    },
    async run<T>(work: (place: Place) => Promise<T> | T, signal?: AbortSignal): Promise<T> {
      throwIfAborted(signal);
      await enter(signal);
      const place = pace.open();
      let succeeded = false;
      try {
        // The abort may have come between admission and this line.
        throwIfAborted(signal);
        const result = await work(place);
        succeeded = true;
        return result;
      } finally {
        place.close(succeeded);
        active--;
        admit();
      }
    },
  };
}

function fixedPace(allowed: number): Pace {
  const place = { throttle: (): void => {}, close: (): void => {} };
  return { allowed, open: () => place };
}

/**
 * A limiter that listens to the provider: concurrency halves when it pushes back and grows again by
 * one for every round that went well (additive increase, multiplicative decrease, as TCP does;
 * Chiu and Jain 1989).
 *
 * No clock and no polling: waiting after a push-back is the retry wrapper's affair, and whoever waits
 * there keeps his place. One burst of push-backs counts once.
 *
 * @module
 */

import { createLimiter, type Limiter, type Pace } from "./limiter.ts";

/**
 * Creates a limiter that starts at `max` and stays between 1 and `max`. Work tells of a push-back
 * through the place that it is given.
 *
 * @param max Most things under way at once, at least 1.
 * @throws {RangeError} when `max` is not a whole number of at least 1.
 */
export function createAdaptiveLimiter(max: number): Limiter {
  return createLimiter(max, { pace: adaptivePace(max) });
}

function adaptivePace(max: number): Pace {
  let level = max;
  /** Number of cuts so far: what was admitted before the last one says nothing new. */
  let cuts = 0;

  return {
    get allowed(): number {
      return Math.floor(level);
    },
    open() {
      let seen = cuts;
      return {
        throttle(): void {
          if (seen === cuts) {
            level = Math.max(1, Math.floor(level / 2));
            cuts++;
          }
          // Should it be pushed back again after its wait, that is news.
          seen = cuts;
        },
        close(succeeded: boolean): void {
          if (succeeded && seen === cuts) level = Math.min(max, level + 1 / Math.floor(level));
        },
      };
    },
  };
}

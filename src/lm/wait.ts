/**
 * Waiting that an abort ends at once. Leaves no timer and no listener behind.
 *
 * @module
 */

import { throwIfAborted } from "../core/errors.ts";

/**
 * Waits for `ms` milliseconds.
 *
 * @throws {InterruptedError} as soon as `signal` is aborted; its reason when that is a `FleetError`.
 */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    throwIfAborted(signal);
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      try {
        throwIfAborted(signal);
        resolve();
      } catch (error) {
        reject(error);
      }
    }
  });
}

/**
 * Waiting that ends at once when it is called off, even when what is waited for does not listen.
 *
 * @module
 */

import { throwIfAborted } from "./errors.ts";

/**
 * What `work` gives, unless `signal` is aborted first: then its reason as an `InterruptedError` (or
 * itself, when it is an error of ours), and whatever becomes of `work` is dropped.
 */
export async function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return await work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    try {
      throwIfAborted(signal);
    } catch (reason) {
      reject(reason);
    }
  };
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    work.catch(() => {});
  }
}

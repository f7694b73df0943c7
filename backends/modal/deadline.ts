/**
 * A deadline for everything that Modal is asked: its SDK has none of its own, and waits for ever on a
 * network that is gone.
 *
 * @module
 */

import { FleetError, InterruptedError, throwIfAborted } from "../../src/core/errors.ts";
import { modalError } from "./modal_error.ts";

/**
 * What `action` gives within `ms` milliseconds. Its failures arrive as {@linkcode FleetError}s by
 * {@linkcode modalError}; what becomes of it after a time-out or an abort is dropped, so that whoever
 * creates something must see to it by holding on to the promise.
 *
 * @param what What is being done, as it follows "Cannot": `create the sandbox`.
 * @throws {FleetError} `cloud-unreachable` when time is up, `interrupted` when `signal` was aborted.
 */
export async function withDeadline<T>(
  what: string,
  ms: number,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  const { promise: called, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late(what, ms)), ms);
  const onAbort = () => reject(abortReason(signal));
  signal?.addEventListener("abort", onAbort, { once: true });
  const work = action();
  try {
    return await Promise.race([work, called]);
  } catch (thrown) {
    throw modalError(thrown, { what });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    work.catch(() => {});
  }
}

function late(what: string, ms: number): FleetError {
  return new FleetError(
    "cloud-unreachable",
    `Cannot ${what}: Modal did not answer in ${ms / 1000} s`,
    { hint: "Check the network, and https://status.modal.com" },
  );
}

function abortReason(signal: AbortSignal | undefined): FleetError {
  const reason: unknown = signal?.reason;
  return reason instanceof FleetError
    ? reason
    : new InterruptedError("Interrupted", { cause: reason });
}

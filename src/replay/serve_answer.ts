/**
 * Gives what the record has as the outcome of a sub-query or a tool call.
 *
 * @module
 */

import { type ErrorCode, FleetError, throwIfAborted } from "../core/errors.ts";
import type { RecordedAnswer } from "./run_record.ts";
import type { ServedRun } from "./served_run.ts";

/** Codes of calls that did not fail but were called off, such as by the end of their cell. */
const CALLED_OFF: readonly string[] = ["interrupted", "limit-reached"];

/**
 * The recorded value; throws the recorded failure. A call that was called off hangs until it is
 * called off again, so that the cell comes to its end in the same way.
 */
export async function serveAnswer<T>(
  run: ServedRun,
  answer: RecordedAnswer<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (answer.value !== undefined) return answer.value;
  const { error, errorCode, usage } = answer;
  if (error !== undefined && !CALLED_OFF.includes(errorCode ?? "")) {
    const took = usage === undefined ? {} : { usage };
    throw new FleetError((errorCode ?? "model-rejected") as ErrorCode, error, took);
  }
  await aborted(AbortSignal.any([run.signal, ...(signal === undefined ? [] : [signal])]));
  throwIfAborted(run.signal);
  throwIfAborted(signal);
  throw new FleetError("internal", "Cannot serve an answer that never came");
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}

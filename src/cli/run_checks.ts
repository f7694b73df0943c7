/**
 * Runs conformance checks one after the other, each within a time limit and with every interpreter
 * that it made shut down afterwards, however it ended.
 *
 * @module
 */

import type { Backend } from "../core/backend.ts";
import type { ConformanceCheck } from "../core/conformance.ts";
import { InterruptedError, messageOf, throwIfAborted } from "../core/errors.ts";
import type { Interpreter } from "../core/interpreter.ts";

/** What came of a check. */
export interface CheckOutcome {
  /** Name of the check. */
  readonly name: string;
  /** Milliseconds that it took. */
  readonly durationMs: number;
  /** Why it failed; undefined when it held. */
  readonly failure: string | undefined;
}

/** How checks are run. */
export interface RunChecksOptions {
  /** The backend under check. */
  readonly backend: Backend;
  /** Most milliseconds for one check; 0 for no limit. */
  readonly timeoutMs: number;
  /** Ends the checks when aborted. */
  readonly signal: AbortSignal;
}

/**
 * Outcomes in order, each as soon as it is known.
 * @throws {FleetError} `interrupted` when the signal was aborted.
 */
export async function* runChecks(
  checks: readonly ConformanceCheck[],
  options: RunChecksOptions,
): AsyncGenerator<CheckOutcome> {
  for (const check of checks) {
    throwIfAborted(options.signal);
    yield await runCheck(check, options);
  }
}

async function runCheck(
  check: ConformanceCheck,
  { backend, timeoutMs, signal }: RunChecksOptions,
): Promise<CheckOutcome> {
  const made: Interpreter[] = [];
  const startedAt = performance.now();
  const outcome = (failure?: string): CheckOutcome => ({
    name: check.name,
    durationMs: performance.now() - startedAt,
    failure,
  });
  const stop = stopper(timeoutMs, signal);
  try {
    const running = check.run((given) => {
      const interpreter = backend.createInterpreter({ lifetimeMs: timeoutMs, ...given });
      made.push(interpreter);
      return interpreter;
    });
    running.catch(() => {});
    await Promise.race([running, stop.promise]);
    return outcome();
  } catch (thrown) {
    if (signal.aborted) throw new InterruptedError("Interrupted", { cause: thrown });
    return outcome(messageOf(thrown));
  } finally {
    stop.cancel();
    await Promise.allSettled(made.map((interpreter) => interpreter.shutdown()));
  }
}

/** A promise that rejects when the time is up or the user wants the end. */
function stopper(
  timeoutMs: number,
  signal: AbortSignal,
): { readonly promise: Promise<never>; readonly cancel: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const timer = timeoutMs === 0
    ? undefined
    : setTimeout(() => reject(new Error(`Took longer than ${timeoutMs / 1000} s`)), timeoutMs);
  const cancel = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  };
  return { promise, cancel };
}

/**
 * Runs the checks of `doctor` side by side and gives what they found in the order in which they are
 * shown, each as soon as it and those before it are known.
 *
 * @module
 */

import { abortable } from "../../core/abortable.ts";
import type { DiagnosticCheck, Finding } from "../../core/diagnosis.ts";
import { FleetError, messageOf } from "../../core/errors.ts";

/** Checks that stand under one heading. */
export interface CheckSection {
  /** The heading. */
  readonly title: string;
  /** The checks, in order. */
  readonly checks: readonly DiagnosticCheck[];
  /**
   * Whether nothing depends on them, so that what failed is only worth a warning.
   * @default {false}
   */
  readonly isOptional?: boolean;
}

/** A finding with its place. */
export interface PlacedFinding extends Finding {
  /** Heading that it stands under. */
  readonly section: string;
  /** Name of the check, for programs. */
  readonly name: string;
  /** What was looked at, for people. */
  readonly title: string;
}

/** Milliseconds that checks which were called off have to clean up. */
const GRACE_MS = 1_000;

/**
 * What was found. A check that has not ended when `signal` is aborted has failed, with the reason of
 * the signal.
 */
export async function* runDiagnosis(
  sections: readonly CheckSection[],
  signal: AbortSignal,
): AsyncGenerator<PlacedFinding> {
  const running = sections.flatMap((section) =>
    section.checks.map((check) => {
      const work = start(check);
      return { section, check, work, found: look(work, signal) };
    })
  );
  try {
    for (const { section, check, found } of running) {
      const finding = await found;
      const isHarmless = section.isOptional === true && finding.status === "failed";
      yield {
        section: section.title,
        name: check.name,
        title: check.title,
        ...finding,
        ...(isHarmless ? { status: "warning" as const } : {}),
      };
    }
  } finally {
    await settle(running.map(({ work }) => work));
  }
}

/** Time for all checks together; `signal` says when it is up. */
export interface Deadline extends Disposable {
  /** Aborted when the time is up, with a `FleetError`. */
  readonly signal: AbortSignal;
}

/** Starts to count; 0 never ends. */
export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const giveUp = () =>
    controller.abort(
      new FleetError("internal", `Gave no answer within ${timeoutMs / 1000} s`, {
        hint: "Try again, or give it more time with --timeout",
      }),
    );
  const timer = timeoutMs === 0 ? undefined : setTimeout(giveUp, timeoutMs);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

async function start(check: DiagnosticCheck): Promise<Finding> {
  return await check.run();
}

/** Never throws: what is thrown is a finding. */
async function look(work: Promise<Finding>, signal: AbortSignal): Promise<Finding> {
  try {
    return await abortable(work, signal);
  } catch (thrown) {
    const hint = thrown instanceof FleetError ? thrown.hint : undefined;
    return {
      status: "failed",
      message: messageOf(thrown),
      ...(hint === undefined ? {} : { hint }),
    };
  }
}

/** Waits for what was called off, but not for long. */
async function settle(works: readonly Promise<unknown>[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, GRACE_MS);
  await Promise.race([promise, Promise.allSettled(works)]);
  clearTimeout(timer);
}

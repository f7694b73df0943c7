/**
 * The tokens of a model call that failed. Pure.
 *
 * @module
 */

import { type ErrorCode, FleetError } from "../../core/errors.ts";
import { NO_USAGE, type Usage } from "../../core/lm.ts";

/** Failures of calls that no model ever worked on. */
const FREE: ReadonlySet<ErrorCode> = new Set([
  "model-auth",
  "model-not-configured",
  "model-rejected",
  "replay-diverged",
  "replay-ended",
  "task-unsuited",
]);

/** What the call took: as its error tells, nothing if it was refused, else `undefined`: not known. */
export function usageOfFailure(thrown: unknown): Usage | undefined {
  if (!(thrown instanceof FleetError)) return undefined;
  return thrown.usage ?? (FREE.has(thrown.code) ? NO_USAGE : undefined);
}

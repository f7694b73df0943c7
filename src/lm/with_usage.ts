/**
 * The same failure of a model call, with other tokens. Pure.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import type { Usage } from "../core/lm.ts";

/** A plain error with code, message, hint and cause of `error` that tells of these tokens. */
export function withUsage(error: FleetError, usage: Usage): FleetError {
  return new FleetError(error.code, error.message, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error.cause ?? error,
    usage,
  });
}

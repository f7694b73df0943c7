/**
 * The error with which the offline planner owns up to what it cannot do.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";

/** Makes the `task-unsuited` error; `reason` completes the sentence. */
export function unsuited(reason: string): FleetError {
  return new FleetError("task-unsuited", `Cannot do this task with model 'offline': ${reason}`, {
    hint: "It is no language model and only quotes from a document; name a model with --model",
  });
}

/**
 * What a command wants to have run.
 *
 * @module
 */

import type { InputSpec } from "../inputs/parse_input.ts";
import type { Task } from "../tasks/task.ts";

/** A run to be made. */
export interface RunPlan {
  /** What is to be done. */
  readonly task: Task;
  /** Its inputs, one for each field of the signature. */
  readonly inputs: readonly InputSpec[];
  /** Whether `--json` puts the outputs under `outputs` instead of at the top. */
  readonly nested: boolean;
}

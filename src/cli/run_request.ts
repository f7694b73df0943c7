/**
 * What a command wants to have run.
 *
 * @module
 */

import type { Config } from "../config/config.ts";
import type { InputSpec } from "../inputs/parse_input.ts";
import type { RunOptions } from "../rlm/run_options.ts";
import type { Task } from "../tasks/task.ts";

/** A run to be made. */
export interface RunRequest {
  /** What is to be done. */
  readonly task: Task;
  /** Its inputs, one for each field of the signature. */
  readonly inputs: readonly InputSpec[];
  /** Whether `--json` puts the outputs under `outputs` instead of at the top. */
  readonly nested: boolean;
  /** Changes the configuration once it is loaded. */
  readonly configure?: (config: Config) => Config;
  /** Changes the options of the run once all of them are known. */
  readonly adapt?: (options: RunOptions) => RunOptions;
}

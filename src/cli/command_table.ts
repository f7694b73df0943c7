/**
 * All commands of the program, as data. Adding one means adding its spec to a file of `specs/` and its
 * action under `commands/`.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { CommandTable } from "./command_spec.ts";
import { INPUT_LIMIT_OPTIONS, INPUT_OPTION } from "./input_options.ts";
import { RUN_DEFAULTS, runningOptions } from "./running_options.ts";
import { recordSpecs } from "./specs/record_specs.ts";
import { sandboxSpecs } from "./specs/sandbox_specs.ts";
import { setupSpecs } from "./specs/setup_specs.ts";
import { taskSpecs } from "./specs/task_specs.ts";

/** The commands and groups in the order of help. */
export function commandTable(backends: BackendRegistry): CommandTable {
  return {
    commands: [
      ...taskSpecs(backends),
      ...recordSpecs({
        backends,
        inputs: [INPUT_OPTION, ...INPUT_LIMIT_OPTIONS],
        running: runningOptions(backends, RUN_DEFAULTS),
      }),
      ...sandboxSpecs(backends),
      ...setupSpecs(backends),
    ],
    groups: [],
  };
}

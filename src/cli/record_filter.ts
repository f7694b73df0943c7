/**
 * Which recorded runs a command line means, by task, state and time.
 *
 * @module
 */

import type { RecordFilter } from "../records/list_records.ts";
import { RUN_STATES } from "../records/run_state.ts";
import { UsageError } from "../core/errors.ts";
import type { CommandContext } from "./command_spec.ts";
import { readTime } from "./read_time.ts";
import { suggest } from "./suggest.ts";

/**
 * What the options say.
 * @throws {UsageError} What is no status or no time.
 */
export function readRecordFilter({ args }: CommandContext): RecordFilter {
  const tasks = args.list("task");
  const states = args.list("status").map(readState);
  const [since, before] = ["since", "before"].map((name) => {
    const text = args.text(name);
    return text === undefined ? undefined : readTime(text, name);
  });
  return {
    ...(tasks.length === 0 ? {} : { tasks }),
    ...(states.length === 0 ? {} : { states }),
    ...(since === undefined ? {} : { since }),
    ...(before === undefined ? {} : { before }),
  };
}

function readState(text: string) {
  const state = RUN_STATES.find((each) => each === text);
  if (state !== undefined) return state;
  const near = suggest(text, RUN_STATES);
  throw new UsageError(
    `Cannot use "${text}" for --status: it must be one of ${RUN_STATES.join(", ")}`,
    { ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }) },
  );
}

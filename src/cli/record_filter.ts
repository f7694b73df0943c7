/**
 * Which recorded runs a command line means, by task, state and time.
 *
 * @module
 */

import type { RecordFilter } from "../records/list_records.ts";
import { RUN_STATES } from "../records/run_summary.ts";
import { UsageError } from "../core/errors.ts";
import type { CommandContext } from "./command_spec.ts";
import type { OptionSpec } from "./option_spec.ts";
import { readTime } from "./read_time.ts";
import { suggest } from "./suggest.ts";

/** The options. */
export const RECORD_FILTER_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "repeated",
    name: "task",
    ignoresFiles: true,
    placeholder: "NAME",
    help: "Runs of this task alone, such as analyze-document; run for those of your own",
  },
  {
    kind: "repeated",
    name: "status",
    ignoresFiles: true,
    placeholder: "STATUS",
    help: `Runs of this status alone: ${RUN_STATES.join(", ")}`,
  },
  {
    kind: "string",
    name: "since",
    ignoresFiles: true,
    placeholder: "TIME",
    help: 'Runs from then on: 2026-01-31, "2026-01-31 10:15", or 7d for the last 7 days',
  },
  {
    kind: "string",
    name: "before",
    ignoresFiles: true,
    placeholder: "TIME",
    help: "Runs that began before then",
  },
];

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

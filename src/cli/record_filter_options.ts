/**
 * The options that choose among recorded runs.
 *
 * @module
 */

import { RUN_STATES } from "../records/run_state.ts";
import type { OptionSpec } from "./option_spec.ts";

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

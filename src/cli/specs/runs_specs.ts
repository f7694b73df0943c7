/**
 * The commands that look after the records of runs, as data.
 *
 * @module
 */

import type { CommandSpec } from "../command_spec.ts";
import { RECORD_FILTER_OPTIONS } from "../record_filter_options.ts";
import { ENV_FILE_OPTION, JSON_OPTION } from "../running_options.ts";

const FORMS = "identifier of a run or its beginning, or last";
const RUN = {
  name: "run",
  placeholder: "RUN",
  help: `Path of a record, ${FORMS}`,
  completes: "run",
} as const;

/** `runs` and what can be done with some of them. */
export function runsSpecs(): readonly CommandSpec[] {
  return [
    {
      name: "runs",
      section: "Records",
      summary: "List the runs on record, newest first",
      details: "A run that is running is being written by a program that is alive; one that is " +
        "unfinished was killed, and can be resumed.\n\n" +
        "runs show tells of one, runs compare of two; runs export writes one as a file, runs rm " +
        "removes them.",
      options: [
        ...RECORD_FILTER_OPTIONS,
        {
          kind: "integer",
          name: "limit",
          isOwn: true,
          placeholder: "N",
          help: "Most runs that are listed; 0 for all",
          minimum: 0,
          maximum: 1_000_000_000,
          default: 20,
        },
        JSON_OPTION,
      ],
      examples: ["runs", "runs --status failed --since 7d --json"],
      load: async () => (await import("../commands/runs.ts")).runs,
    },
    {
      name: "runs show",
      section: "Records",
      summary: "Show a run turn by turn: code, output, sub-queries, answer",
      details: "Long prompts, answers and outputs have their beginning and end; --full shows all " +
        "of them, --turn one turn with all of it.",
      positionals: [{ ...RUN, help: `${RUN.help}; the last run when left out` }],
      options: [
        {
          kind: "flag",
          name: "full",
          isOwn: true,
          help: "Show prompts, answers and outputs whole",
        },
        {
          kind: "integer",
          name: "turn",
          ignoresFiles: true,
          placeholder: "N",
          help: "Show this turn alone, whole",
          minimum: 1,
          maximum: 10_000,
        },
        JSON_OPTION,
        ENV_FILE_OPTION,
      ],
      examples: ["runs show", "runs show 20260131t1015 --turn 3"],
      load: async () => (await import("../commands/runs_show.ts")).runsShow,
    },
    {
      name: "runs compare",
      section: "Records",
      summary: "Compare two runs: inputs, models, what they took and answered",
      details: "Tells what is not the same, with the first line in which outputs differ, and the " +
        "first turn at which the planners wrote other code.",
      positionals: [
        { ...RUN, name: "first", placeholder: "A", required: true },
        { ...RUN, name: "second", placeholder: "B", required: true },
      ],
      options: [JSON_OPTION, ENV_FILE_OPTION],
      examples: ["runs compare 20260131t1015 last"],
      load: async () => (await import("../commands/runs_compare.ts")).runsCompare,
    },
    {
      name: "runs export",
      section: "Records",
      summary: "Write a run as one JSON or Markdown file",
      details:
        "Secrets that are known are taken out; what the run was about is in it. The record " +
        "itself, from which a run can be replayed, is the file that runs --json names.",
      positionals: [{ ...RUN, required: true }],
      options: [
        {
          kind: "choice",
          name: "format",
          isOwn: true,
          choices: ["json", "markdown"],
          placeholder: "json|markdown",
          help: "What is written",
          defaultText: "markdown for a FILE that ends in .md, else json",
        },
        {
          kind: "string",
          name: "out",
          ignoresFiles: true,
          path: "file",
          placeholder: "FILE",
          help: "Where it goes, a new file",
          defaultText: "standard output",
        },
        ENV_FILE_OPTION,
      ],
      examples: ["runs export last --out run.md", "runs export 20260131t1015 --out run.json"],
      load: async () => (await import("../commands/runs_export.ts")).runsExport,
    },
    {
      name: "runs rm",
      section: "Records",
      summary: "Remove runs from the record, with their pages",
      details: "Runs are named, or chosen by options. On a terminal it asks first; elsewhere it " +
        "wants --yes. A run that is being written is left alone.",
      positionals: [{
        name: "run",
        placeholder: "RUN",
        help: `${FORMS.charAt(0).toUpperCase()}${FORMS.slice(1)}`,
        repeated: true,
        completes: "run",
      }],
      options: [
        ...RECORD_FILTER_OPTIONS,
        { kind: "flag", name: "all", ignoresFiles: true, help: "Remove all runs" },
        { kind: "flag", name: "yes", ignoresFiles: true, short: "y", help: "Do not ask" },
        JSON_OPTION,
      ],
      examples: ["runs rm 20260131t1015", "runs rm --before 90d --yes"],
      load: async () => (await import("../commands/runs_rm.ts")).runsRm,
    },
  ];
}

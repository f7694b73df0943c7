/**
 * The commands on records of runs, as data.
 *
 * @module
 */

import type { BackendRegistry } from "../../core/backend.ts";
import type { CommandSpec } from "../command_spec.ts";
import { INPUT_LIMIT_OPTIONS, INPUT_OPTION } from "../input_options.ts";
import type { OptionSpec } from "../option_spec.ts";
import { RUN_DEFAULTS, RUN_OUTPUT_OPTIONS, runningOptions } from "../running_options.ts";
import { backendOptions } from "../sandbox_options.ts";
import { viewSpec } from "./view_spec.ts";

const RUN = {
  name: "run",
  placeholder: "RUN",
  help: "Path of a record, identifier of a run or its beginning, or last",
  required: true,
  completes: "run",
} as const;

const AS_RECORDED = "as recorded";

/** Options whose default is what the record says. */
const FROM_RECORD: readonly string[] = [
  ...["backend", "model", "sub-model", "concurrency", "timeout", "cell-timeout"],
  ...["max-iterations", "max-llm-calls", "max-input-tokens", "max-output-tokens", "max-cost"],
  ...["max-depth", "max-errors", "max-output-chars"],
];

/** `view`, `replay`, `resume` and `fork`. */
export function recordSpecs(backends: BackendRegistry): readonly CommandSpec[] {
  const inputs = [INPUT_OPTION, ...INPUT_LIMIT_OPTIONS];
  const running = [
    ...inputs.map(asRecordedInput),
    ...runningOptions(backends, RUN_DEFAULTS).map(asRecorded),
  ];
  return [
    viewSpec(RUN),
    {
      name: "replay",
      section: "Records",
      summary: "Do a recorded run again, without any model, and compare",
      details:
        "Runs the recorded code in a sandbox; every reply of a model and every result of a " +
        "tool comes from the record, so that neither key nor network is needed. Prints what the " +
        "run printed. The first step that does not go as recorded ends it with exit code 1. " +
        "Differences that change nothing, such as a printed time, are warnings. Permissions of " +
        "the sandbox are never taken from the record.",
      positionals: [RUN],
      options: [
        ...inputs.map(asRecordedInput),
        {
          kind: "flag",
          name: "strict",
          project: "set",
          isOwn: true,
          help: "Let differences that change nothing end the replay as well",
        },
        ...backendOptions(backends).map(asRecorded),
        ...RUN_OUTPUT_OPTIONS,
      ],
      examples: ["replay last", "replay run.jsonl --backend local --strict --json"],
      load: async () => (await import("../commands/replay.ts")).replay,
    },
    {
      name: "resume",
      section: "Records",
      summary: "Go on with a run that was killed, failed or came to a limit",
      details: "Does the recorded steps again with the answers on record, which costs nothing, " +
        "and goes on from there under a record of its own. Limits count from the start of the " +
        "recorded run, but for time. A run that was submitted only has its answer printed.",
      positionals: [RUN],
      options: running,
      examples: ["resume last --max-iterations 40", "resume 20260131t1015 --model openai/gpt-5"],
      load: async () => (await import("../commands/resume.ts")).resume,
    },
    {
      name: "fork",
      section: "Records",
      summary: "Branch off a recorded run at a step, with other code or another model",
      details:
        "The steps before --at are done again with the answers on record. At that step the " +
        "code of --edit runs, or without it the planner is asked anew; then the run goes on under " +
        "a record of its own. With --edit, sub-queries that the step already had answered keep " +
        "their answers.",
      positionals: [RUN],
      options: [
        {
          kind: "integer",
          name: "at",
          placeholder: "STEP",
          required: true,
          minimum: 1,
          maximum: 10_000,
          help: "The step at which it branches off, from 1",
        },
        {
          kind: "string",
          name: "edit",
          path: "file",
          placeholder: "FILE",
          help: "Python that runs at that step in place of the recorded code",
        },
        ...running,
      ],
      examples: ["fork last --at 3 --edit cell.py", "fork run.jsonl --at 2 --model openai/gpt-5"],
      load: async () => (await import("../commands/fork.ts")).fork,
    },
  ];
}

function asRecordedInput(option: OptionSpec): OptionSpec {
  if (option.name !== "input") return option;
  return {
    ...option,
    help: "An input in place of the recorded one, which it must equal: " + FORMS,
  };
}

const FORMS = "name=VALUE, name=@path, name:json=VALUE";

/** The option without a default of its own, and without a variable that would stand for it. */
function asRecorded(option: OptionSpec): OptionSpec {
  if (!FROM_RECORD.includes(option.name)) return option;
  const { env: _, ...rest } = option;
  return { ...withoutDefault(rest), defaultText: AS_RECORDED, ignoresFiles: true };
}

function withoutDefault(option: OptionSpec): OptionSpec {
  if (!("minimum" in option)) return option;
  const { default: _, ...rest } = option;
  return rest;
}

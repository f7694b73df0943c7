/**
 * The command that runs many tasks, as data.
 *
 * @module
 */

import type { BackendRegistry } from "../../core/backend.ts";
import type { CommandSpec } from "../command_spec.ts";
import { INPUT_LIMIT_OPTIONS } from "../input_options.ts";
import type { OptionSpec } from "../option_spec.ts";
import { RUN_DEFAULTS, runningOptions } from "../running_options.ts";

/** Options of a running command that are each line's affair. */
const PER_TASK: readonly string[] = ["trajectory", "events"];

/** Limits whose default is that of each task. */
const OF_TASK: readonly string[] = ["max-iterations", "max-llm-calls", "timeout"];

/** `batch`. */
export function batchSpecs(backends: BackendRegistry): readonly CommandSpec[] {
  return [{
    name: "batch",
    section: "Tasks",
    summary: "Run many tasks of a file, several at a time",
    details: "TASKS has one JSON object a line: task (a shipped one) or signature, with paths, " +
      "values, and where wanted id, instructions, model, sub_model and limits. Every task runs in " +
      "a sandbox of its own; one that fails does not stop the others. Each gives a JSON line when " +
      "it ends, in FILE or on standard output; with FILE the totals are printed at the end. Exits " +
      "with 1 when a task failed, else with 3 when one came to a limit without an answer.",
    positionals: [{
      name: "tasks",
      placeholder: "TASKS",
      help: "Tasks as JSON Lines; - for standard input",
      path: "file",
      required: true,
    }],
    options: [
      {
        kind: "integer",
        name: "parallel",
        placeholder: "N",
        help: "Most runs at a time",
        minimum: 1,
        maximum: 1_000,
        default: 4,
      },
      {
        kind: "string",
        name: "out",
        ignoresFiles: true,
        path: "file",
        placeholder: "FILE",
        help: "Where results go, a new file",
        defaultText: "standard output",
      },
      {
        kind: "flag",
        name: "resume",
        ignoresFiles: true,
        help: "Go on with the results in FILE: run what has no answer there yet",
      },
      {
        kind: "integer",
        name: "max-failed",
        placeholder: "N",
        help: "Stop when so many tasks have failed",
        minimum: 1,
        maximum: 1_000_000_000,
        defaultText: "no limit",
      },
      ...INPUT_LIMIT_OPTIONS,
      ...runningOptions(backends, RUN_DEFAULTS)
        .filter(({ name }) => !PER_TASK.includes(name))
        .map(forBatch),
    ],
    examples: [
      "batch tasks.jsonl --out results.jsonl --parallel 8 --backend local",
      "batch tasks.jsonl --out results.jsonl --resume",
    ],
    load: async () => (await import("../commands/batch.ts")).batch,
  }];
}

/** The option as a batch has it. */
function forBatch(option: OptionSpec): OptionSpec {
  const help = HELP[option.name] ?? option.help;
  if (!OF_TASK.includes(option.name) || !("minimum" in option)) return { ...option, help };
  const { default: _, ...rest } = option;
  return { ...rest, help, defaultText: "the task's" };
}

/** What options say that mean something else here. */
const HELP: Readonly<Record<string, string>> = {
  "concurrency": "Most model calls under way at once, over all runs",
  "strict": "Exit with 3 unless the planners themselves submitted all answers",
  "no-record": "Keep no records: the runs cannot be shown, replayed or resumed",
  "timeout": "Most seconds for each run; 0 for no limit",
  "json": "Print the totals as JSON",
  "full-output": "Print the totals as JSON with sorted keys, in ASCII",
};

/**
 * The options that every running command has: where and within which limits it runs, which models
 * it asks, and how it tells what came of it.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_LIMITS,
  LIMIT_RANGES,
  SECONDS_RANGE,
} from "../rlm/limits/limit_table.ts";
import { OWN_TASK_DEFAULTS } from "../tasks/own_task.ts";
import { type LimitDefaults, limitOptions } from "./limit_options.ts";
import type { OptionSpec, ValueFormat } from "./option_spec.ts";
import { REPLY_OPTIONS } from "./reply_options.ts";
import { backendOptions } from "./sandbox_options.ts";
import { TOOL_OPTIONS } from "./tool_options.ts";

/** What differs from command to command. */
export interface RunningDefaults extends LimitDefaults {
  /** Milliseconds for the run and its sandbox. */
  readonly timeoutMs: number;
  /** Code points of a cell's output. */
  readonly maxOutputChars: number;
}

/** Limits of `run`, whose task is the user's. */
export const RUN_DEFAULTS: RunningDefaults = {
  ...OWN_TASK_DEFAULTS,
  maxOutputChars: DEFAULT_LIMITS.maxOutputChars,
};

/** All options of a command that runs a task with a planner. */
export function runningOptions(
  backends: BackendRegistry,
  defaults: RunningDefaults,
): readonly OptionSpec[] {
  return [
    ...modelOptions(defaults),
    ...sandboxOptions(backends, defaults),
    ...TOOL_OPTIONS,
    EVENTS_OPTION,
    ...RUN_OUTPUT_OPTIONS,
  ];
}

/** `--events`. */
const EVENTS_OPTION: OptionSpec = {
  kind: "string",
  name: "events",
  path: "file",
  section: "Output",
  placeholder: "FILE",
  alone: "-",
  help: "Write the events of the run as JSON Lines as they happen, to FILE or, without it, to " +
    "standard output in place of the result, which is in the last one",
};

/** Options about the sandbox and its limits. */
export function sandboxOptions(
  backends: BackendRegistry,
  defaults: RunningDefaults,
): readonly OptionSpec[] {
  return [
    ...backendOptions(backends),
    {
      kind: "integer",
      name: "max-output-chars",
      project: "lower",
      section: "Limits",
      placeholder: "N",
      help: "Most characters kept of what a cell prints, head and tail",
      ...LIMIT_RANGES.maxOutputChars,
      default: defaults.maxOutputChars,
    },
    {
      kind: "number",
      name: "timeout",
      project: "set",
      section: "Limits",
      placeholder: "SECONDS",
      help: "Most seconds for the whole sandbox; 0 for no limit",
      ...SECONDS_RANGE,
      default: defaults.timeoutMs / 1000,
    },
    {
      kind: "number",
      name: "cell-timeout",
      project: "set",
      section: "Limits",
      placeholder: "SECONDS",
      help: "Most seconds for one cell; 0 for no limit",
      ...SECONDS_RANGE,
      default: 0,
    },
  ];
}

/** A script holds the code that runs: a folder from elsewhere could bring its own. */
const NO_SCRIPT: ValueFormat = {
  pattern: /^(?!scripted:)/,
  text: "a model that is no script, since a script brings the code that runs",
};

/** What is asked goes there, so that a folder from elsewhere could have it sent to anyone. */
const ON_THIS_MACHINE: ValueFormat = {
  pattern: /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/,
  text: "an address of this machine, since documents and keys go there",
};

/** The options that say which models are used and where they are. */
export const MODEL_NAME_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "string",
    name: "model",
    project: NO_SCRIPT,
    section: "Model",
    placeholder: "MODEL",
    help: "Planner as provider/model, offline (no network, no language model) or scripted:FILE",
    env: "DSPY_LM_MODEL",
  },
  {
    kind: "string",
    name: "sub-model",
    project: NO_SCRIPT,
    section: "Model",
    placeholder: "MODEL",
    help: "Model that answers llm_query()",
    defaultText: "the planner",
  },
  {
    kind: "string",
    name: "api-base",
    project: ON_THIS_MACHINE,
    section: "Model",
    placeholder: "URL",
    help: "Base URL of the model's provider",
    env: "DSPY_LM_API_BASE",
  },
];

/** Options about the models and what may be asked of them. */
export function modelOptions(defaults: RunningDefaults): readonly OptionSpec[] {
  return [
    ...MODEL_NAME_OPTIONS,
    ...limitOptions(defaults),
    {
      kind: "integer",
      name: "concurrency",
      project: "set",
      section: "Model",
      placeholder: "N",
      help: "Most model calls under way at once",
      minimum: 1,
      maximum: 1_000,
      default: DEFAULT_CONCURRENCY,
    },
    ...REPLY_OPTIONS,
    {
      kind: "flag",
      name: "strict",
      project: "set",
      section: "Output",
      help: "Exit with 3 unless the planner itself submitted the answer",
    },
    {
      kind: "string",
      name: "trajectory",
      path: "file",
      section: "Output",
      placeholder: "FILE",
      help: "Where the record of the run is written",
      defaultText: "the state folder, named after the run",
    },
    {
      kind: "flag",
      name: "no-record",
      section: "Output",
      help: "Keep no record: the run cannot be shown, replayed or resumed",
    },
  ];
}

/** `--json`. */
export const JSON_OPTION: OptionSpec = {
  kind: "flag",
  name: "json",
  project: "set",
  section: "Output",
  aliases: ["full-output"],
  help: "Print the result as JSON",
};

/** `--json` and `--full-output` of a command that runs a task. */
const RESULT_OPTIONS: readonly OptionSpec[] = [
  withoutAliases(JSON_OPTION),
  {
    kind: "flag",
    name: "full-output",
    section: "Output",
    help: "Print the result as JSON with sorted keys, in ASCII",
  },
];

/** `--env-file`. */
export const ENV_FILE_OPTION: OptionSpec = {
  kind: "string",
  name: "env-file",
  path: "file",
  section: "Output",
  placeholder: "FILE",
  help: "Read environment settings from this file",
  defaultText: "the project's .env",
};

const MANNER_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "flag",
    name: "quiet",
    project: "set",
    section: "Output",
    short: "q",
    help: "Write errors and warnings alone to stderr",
  },
  {
    kind: "flag",
    name: "verbose",
    project: "set",
    section: "Output",
    short: "v",
    help: "Show code and output of every turn, and the causes of errors",
  },
  ENV_FILE_OPTION,
];

/** Options about configuration and output. */
export const OUTPUT_OPTIONS: readonly OptionSpec[] = [JSON_OPTION, ...MANNER_OPTIONS];

/** The same for a command that runs a task. */
export const RUN_OUTPUT_OPTIONS: readonly OptionSpec[] = [...RESULT_OPTIONS, ...MANNER_OPTIONS];

function withoutAliases({ aliases: _, ...option }: OptionSpec): OptionSpec {
  return option;
}

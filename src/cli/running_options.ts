/**
 * The options that every running command has: where and within which limits it runs, which models
 * it asks, and how it tells what came of it.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import { type LimitDefaults, limitOptions } from "./limit_options.ts";
import type { OptionSpec } from "./option_spec.ts";
import { REPLY_OPTIONS } from "./reply_options.ts";
import { backendOptions } from "./sandbox_options.ts";

/** What differs from command to command. */
export interface RunningDefaults extends LimitDefaults {
  /** Milliseconds for the run and its sandbox. */
  readonly timeoutMs: number;
  /** Code points of a cell's output. */
  readonly maxOutputChars: number;
}

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
      placeholder: "N",
      help: "Most characters kept of what a cell prints, head and tail",
      minimum: 1,
      maximum: 100_000_000,
      default: defaults.maxOutputChars,
    },
    {
      kind: "number",
      name: "timeout",
      placeholder: "SECONDS",
      help: "Most seconds for the whole sandbox; 0 for no limit",
      minimum: 0,
      maximum: 604_800,
      default: defaults.timeoutMs / 1000,
    },
    {
      kind: "number",
      name: "cell-timeout",
      placeholder: "SECONDS",
      help: "Most seconds for one cell; 0 for no limit",
      minimum: 0,
      maximum: 604_800,
      default: 0,
    },
  ];
}

/** Options about the models and what may be asked of them. */
export function modelOptions(defaults: RunningDefaults): readonly OptionSpec[] {
  return [
    {
      kind: "string",
      name: "model",
      placeholder: "MODEL",
      help: "Planner as provider/model, offline (no network, no language model) or scripted:FILE",
      env: "DSPY_LM_MODEL",
    },
    {
      kind: "string",
      name: "sub-model",
      placeholder: "MODEL",
      help: "Model that answers llm_query()",
      defaultText: "the planner",
    },
    {
      kind: "string",
      name: "api-base",
      placeholder: "URL",
      help: "Base URL of the model's provider",
      env: "DSPY_LM_API_BASE",
    },
    ...limitOptions(defaults),
    {
      kind: "integer",
      name: "concurrency",
      placeholder: "N",
      help: "Most model calls under way at once",
      minimum: 1,
      maximum: 1_000,
      default: 16,
    },
    ...REPLY_OPTIONS,
    {
      kind: "flag",
      name: "strict",
      help: "Exit with 3 unless the planner itself submitted the answer",
    },
    {
      kind: "string",
      name: "trajectory",
      placeholder: "FILE",
      help: "Where the record of the run is written",
      defaultText: "the state folder, named after the run",
    },
  ];
}

/** Options about configuration and output. */
export const OUTPUT_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "flag",
    name: "json",
    aliases: ["full-output"],
    help: "Print the result as JSON",
  },
  { kind: "flag", name: "quiet", short: "q", help: "Write errors and warnings alone to stderr" },
  {
    kind: "flag",
    name: "verbose",
    short: "v",
    help: "Show code and output of every turn, and the causes of errors",
  },
  {
    kind: "string",
    name: "env-file",
    placeholder: "FILE",
    help: "Read environment settings from this file",
    defaultText: "the project's .env",
  },
];

/**
 * The options that every running command has: where and within which limits it runs, which models
 * it asks, and how it tells what came of it.
 *
 * @module
 */

import type { BackendRegistry, IsolationLevel } from "../core/backend.ts";
import type { OptionSpec } from "./option_spec.ts";

/** What differs from command to command. */
export interface RunningDefaults {
  /** Planner turns. */
  readonly maxIterations: number;
  /** Sub-queries. */
  readonly maxLlmCalls: number;
  /** Milliseconds for the run and its sandbox. */
  readonly timeoutMs: number;
  /** Code points of a cell's output. */
  readonly maxOutputChars: number;
}

/** Isolation of a local sandbox, strongest first. */
export const ISOLATION_LEVELS: readonly IsolationLevel[] = ["bubblewrap", "landlock", "process"];

/** Options about what a local sandbox may reach. */
const ISOLATION_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "choice",
    name: "isolation",
    choices: ["auto", ...ISOLATION_LEVELS],
    default: "auto",
    placeholder: "LEVEL",
    help: "How a local sandbox is shut in: bubblewrap, landlock, process (not at all), or auto, " +
      "the strongest there is",
  },
  {
    kind: "choice",
    name: "require-isolation",
    choices: ISOLATION_LEVELS,
    placeholder: "LEVEL",
    help: "Fail rather than run with less than this",
  },
  { kind: "flag", name: "allow-net", help: "Let a local sandbox use the network" },
  {
    kind: "repeated",
    name: "allow-read",
    placeholder: "PATH",
    help: "Let a local sandbox read this path",
  },
  {
    kind: "repeated",
    name: "allow-write",
    placeholder: "PATH",
    help: "Let a local sandbox read and write this path",
  },
];

/** Options about the sandbox and its limits. */
export function sandboxOptions(
  backends: BackendRegistry,
  defaults: RunningDefaults,
): readonly OptionSpec[] {
  const names = Object.keys(backends);
  const summaries = Object.entries(backends).map(([name, { summary }]) => `${name}: ${summary}`);
  return [
    {
      kind: "choice",
      name: "backend",
      choices: names,
      placeholder: names.join("|"),
      help: `Where the Python runs (${summaries.join("; ")})`,
      env: "FLEET_RLM_BACKEND",
      defaultText: "modal",
    },
    {
      kind: "string",
      name: "python",
      placeholder: "PATH",
      help: "Python executable for the local backend",
      env: "FLEET_RLM_PYTHON",
      defaultText: "found on PATH",
    },
    ...ISOLATION_OPTIONS,
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
    {
      kind: "integer",
      name: "max-iterations",
      placeholder: "N",
      help: "Most planner turns",
      minimum: 1,
      maximum: 10_000,
      default: defaults.maxIterations,
    },
    {
      kind: "integer",
      name: "max-llm-calls",
      placeholder: "N",
      help: "Most sub-queries over the whole run",
      minimum: 0,
      maximum: 1_000_000,
      default: defaults.maxLlmCalls,
    },
    {
      kind: "integer",
      name: "concurrency",
      placeholder: "N",
      help: "Most sub-queries under way at once",
      minimum: 1,
      maximum: 1_000,
      default: 16,
    },
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

/**
 * The limits of a run as options. Those on time are among the options of the sandbox, since commands
 * without a model have them too.
 *
 * @module
 */

import type { RunLimits } from "../core/run_event.ts";
import { DEFAULT_LIMITS, LIMIT_RANGES } from "../rlm/limits/limit_table.ts";
import type { CommandArguments } from "./command_arguments.ts";
import type { OptionSpec } from "./option_spec.ts";

/** Limits that differ from command to command. */
export interface LimitDefaults {
  /** Planner turns. */
  readonly maxIterations: number;
  /** Sub-queries. */
  readonly maxLlmCalls: number;
}

/** The options, in the order of help. */
export function limitOptions(defaults: LimitDefaults): readonly OptionSpec[] {
  return [
    {
      kind: "integer",
      name: "max-iterations",
      project: "lower",
      section: "Limits",
      placeholder: "N",
      help: "Most planner turns; every child run has as many",
      ...LIMIT_RANGES.maxIterations,
      default: defaults.maxIterations,
    },
    {
      kind: "integer",
      name: "max-llm-calls",
      project: "lower",
      section: "Limits",
      placeholder: "N",
      help: "Most sub-queries over the whole run, turns of child runs included",
      ...LIMIT_RANGES.maxLlmCalls,
      default: defaults.maxLlmCalls,
    },
    {
      kind: "integer",
      name: "max-input-tokens",
      project: "lower",
      section: "Limits",
      placeholder: "N",
      help: "Most prompt tokens of all model calls together",
      ...LIMIT_RANGES.maxInputTokens,
      defaultText: "no limit",
    },
    {
      kind: "integer",
      name: "max-output-tokens",
      project: "lower",
      section: "Limits",
      placeholder: "N",
      help: "Most completion tokens of all model calls together",
      ...LIMIT_RANGES.maxOutputTokens,
      defaultText: "no limit",
    },
    {
      kind: "number",
      name: "max-cost",
      project: "lower",
      section: "Limits",
      placeholder: "USD",
      help: "Most US dollars for all model calls together; the prices must be known (see --price)",
      ...LIMIT_RANGES.maxCostUsd,
      defaultText: "no limit",
    },
    {
      kind: "integer",
      name: "max-errors",
      project: "set",
      section: "Limits",
      placeholder: "N",
      help: "Most failed turns in a row",
      ...LIMIT_RANGES.maxErrors,
      default: DEFAULT_LIMITS.maxErrors,
    },
    {
      kind: "integer",
      name: "max-depth",
      project: "lower",
      section: "Limits",
      placeholder: "N",
      help: "Most levels of runs: 1 has no child runs, from 2 on rlm_query() starts them",
      ...LIMIT_RANGES.maxDepth,
      default: DEFAULT_LIMITS.maxDepth,
    },
  ];
}

/** What the options say; those that were not given and have no default are absent. */
export function readLimits(args: CommandArguments): Partial<RunLimits> {
  const limit = (key: keyof RunLimits, option: string): Partial<RunLimits> => {
    const value = args.has(option) ? args.number(option) : undefined;
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...limit("maxIterations", "max-iterations"),
    ...limit("maxLlmCalls", "max-llm-calls"),
    ...limit("maxInputTokens", "max-input-tokens"),
    ...limit("maxOutputTokens", "max-output-tokens"),
    ...limit("maxCostUsd", "max-cost"),
    ...limit("maxErrors", "max-errors"),
    ...limit("maxDepth", "max-depth"),
    ...limit("maxOutputChars", "max-output-chars"),
  };
}

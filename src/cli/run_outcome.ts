/**
 * Tells what came of a run: the result on standard output, a word on standard error when the planner
 * did not submit it, and the exit code.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "../core/json.ts";
import { knownCost, type Usage } from "../core/lm.ts";
import type { LimitName } from "../core/run_event.ts";
import type { VariableInfo } from "../core/variable.ts";
import type { RunResult } from "../rlm/run_options.ts";
import type { CommandContext } from "./command_spec.ts";
import { EXIT } from "./exit_code.ts";
import { renderJson, renderLines } from "./output.ts";
import type { RunRequest } from "./run_request.ts";

/** A run that ended. */
export interface RunOutcome {
  /** What was to be done. */
  readonly plan: RunRequest;
  /** What the engine gave back. */
  readonly result: RunResult;
  /** The variables as measured in the sandbox, by name. */
  readonly variables: ReadonlyMap<string, VariableInfo>;
  /** Path of the trajectory. */
  readonly path: string;
  /**
   * Whether only a submitted answer will do.
   * @default {the flag --strict}
   */
  readonly isStrict?: boolean;
}

/** The option that raises each limit. */
const LIMIT_OPTIONS: Readonly<Record<LimitName, string>> = {
  "iterations": "--max-iterations",
  "llm-calls": "--max-llm-calls",
  "input-tokens": "--max-input-tokens",
  "output-tokens": "--max-output-tokens",
  "cost": "--max-cost",
  "errors": "--max-errors",
  "time": "--timeout",
};

/** Prints the result and returns the exit code. */
export function reportOutcome({ args, terminal }: CommandContext, outcome: RunOutcome): number {
  const { result, plan, path } = outcome;
  const isAnswered = result.outputs !== undefined;
  if (args.flag("json")) terminal.out(renderJson(jsonResult(outcome)));
  else if (isAnswered) terminal.out(renderLines(valuesOf(outcome)));

  if (result.status === "submitted") return EXIT.ok;
  if (!isAnswered) {
    const limit = `the limit on ${result.limit ?? "the run"} was reached`;
    const raise = result.limit === undefined ? "" : `Raise ${LIMIT_OPTIONS[result.limit]}; `;
    terminal.err(`Error: Cannot answer ${plan.task.name}: ${limit} before an answer\n`);
    terminal.err(`Hint: ${raise}what was done is in ${path}\n`);
    return EXIT.limit;
  }
  return outcome.isStrict ?? args.flag("strict") ? EXIT.limit : EXIT.ok;
}

function jsonResult(outcome: RunOutcome): JsonObject {
  const { plan, result, path } = outcome;
  const values = valuesOf(outcome);
  const answer = plan.nested && result.outputs !== undefined ? { outputs: values } : {};
  return {
    ...(plan.nested ? answer : values),
    status: result.status,
    ...(result.limit === undefined ? {} : { limit: result.limit }),
    iterations: result.iterations,
    llm_calls: result.llmCalls,
    usage: jsonUsage(result.usage),
    run_id: result.runId,
    trajectory: path,
  };
}

/** Tokens; their cost when it is known, and how many calls had to be estimated when some had. */
function jsonUsage(usage: Usage): JsonObject {
  const cost = knownCost(usage);
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cached_tokens: usage.cachedTokens,
    ...(cost === undefined ? {} : { cost_usd: roundUsd(cost) }),
    ...(usage.estimatedCalls ? { estimated_calls: usage.estimatedCalls } : {}),
  };
}

/** Sums of binary fractions have digits that mean nothing: a billionth of a dollar will do. */
function roundUsd(amount: number): number {
  return Number(amount.toFixed(9));
}

/** Outputs, then what the task measures. */
function valuesOf({ plan, result, variables }: RunOutcome): JsonObject {
  const outputs = result.outputs ?? {};
  const { steps: trajectory, iterations: steps } = result;
  const facts = { variables, outputs, steps, trajectory };
  const values: Record<string, JsonValue> = { ...outputs };
  for (const { name, measure } of plan.task.measures) {
    const value = measure(facts);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

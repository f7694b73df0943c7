/**
 * What came of a job as JSON: for `--json`, result lines of many jobs, and servers. Pure.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "../core/json.ts";
import { knownCost, type Usage } from "../core/lm.ts";
import type { JobOutcome } from "./run_job.ts";

/** The outputs, then what the task measures. */
export function jobValues({ result, task, variables }: JobOutcome): JsonObject {
  const outputs = result.outputs ?? {};
  const { steps: trajectory, iterations: steps } = result;
  const facts = { variables, outputs, steps, trajectory };
  const values: Record<string, JsonValue> = { ...outputs };
  for (const { name, measure } of task.measures) {
    const value = measure(facts);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/**
 * All there is to tell. The values stand at the top or, nested, under `outputs`, where names of the
 * user's cannot collide with ours; there they are absent when the run gave no answer.
 */
export function jobResult(
  outcome: JobOutcome,
  { nested }: { readonly nested: boolean },
): JsonObject {
  const { path, result } = outcome;
  const values = jobValues(outcome);
  const answer = nested && result.outputs !== undefined ? { outputs: values } : {};
  return {
    ...(nested ? answer : values),
    status: result.status,
    ...(result.limit === undefined ? {} : { limit: result.limit }),
    iterations: result.iterations,
    llm_calls: result.llmCalls,
    usage: jsonUsage(result.usage),
    run_id: result.runId,
    ...(path === undefined ? {} : { trajectory: path }),
  };
}

/** Tokens; their cost when it is known, and how many calls had to be estimated when some had. */
export function jsonUsage(usage: Usage): JsonObject {
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

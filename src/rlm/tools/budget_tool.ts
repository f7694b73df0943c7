/**
 * `budget()`: tells guest code what is left, so that it can choose between few long prompts and many
 * short ones, or stop in time.
 *
 * @module
 */

import type { Signature } from "../../core/field.ts";
import type { HostTool } from "../../core/host_tool.ts";
import type { JsonObject } from "../../core/json.ts";
import type { RunAccount } from "../limits/run_account.ts";
import type { RunClock } from "../limits/run_clock.ts";

const NAME = "budget";

/**
 * Whether a run has the tool. The word is a likely name of somebody's field or tool, so it is not
 * reserved: theirs wins.
 */
export function hasBudgetTool(signature: Signature, tools: readonly HostTool[]): boolean {
  const taken = [...signature.inputs, ...signature.outputs, ...tools].map(({ name }) => name);
  return !taken.includes(NAME);
}

/** The tool of one run. */
export function createBudgetTool(
  { account, clock }: { readonly account: RunAccount; readonly clock: RunClock },
): HostTool {
  return {
    name: NAME,
    description: "Tells what is left: turns, sub-queries, tokens, dollars and seconds.",
    parameters: [],
    returns: "dict",
    call: () => Promise.resolve(describeBudget(account, clock)),
  };
}

/** What is left, under the keys that the planner is told; null where there is no limit. */
function describeBudget(account: RunAccount, clock: RunClock): JsonObject {
  const { calls, inputTokens, outputTokens, costUsd } = account.remaining;
  const remainingMs = clock.remainingMs;
  return {
    turns: account.turnsLeft,
    llm_calls: calls,
    input_tokens: inputTokens ?? null,
    output_tokens: outputTokens ?? null,
    cost_usd: costUsd ?? null,
    seconds: Number.isFinite(remainingMs) ? Math.floor(remainingMs / 1000) : null,
  };
}

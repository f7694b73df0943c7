/**
 * The recipe of a run for its record: program, inputs, tools and limits in time. Values are given in
 * full here; whoever writes the record moves the long ones aside.
 *
 * @module
 */

import type { HostTool } from "../core/host_tool.ts";
import { NO_USAGE, type Usage } from "../core/lm.ts";
import type { RecordedInput, RunRecipe, ToolDeclaration } from "../core/run_recipe.ts";
import type { Variable } from "../core/variable.ts";
import { VERSION } from "../core/version.gen.ts";
import { hashValue } from "./request_hash.ts";
import type { RunPlan } from "./run_plan.ts";

/** What it takes to make a planned run again. */
export function describeRecipe(plan: RunPlan): RunRecipe {
  return {
    program: {
      version: VERSION,
      deno: Deno.version.deno,
      os: Deno.build.os,
      arch: Deno.build.arch,
    },
    inputs: plan.variables.map(describeInput),
    tools: plan.tools.map(declareTool),
    concurrency: plan.concurrency,
    cellTimeoutMs: plan.cellTimeoutMs,
    timeoutMs: plan.timeoutMs,
    prices: describePrices(plan),
    replyBounds: describeReplyBounds(plan),
    settings: plan.settings,
  };
}

/** Price rows of both models, found by asking what a thousand tokens would cost. */
function describePrices({ planner, priceCall, subModel }: RunPlan): RunRecipe["prices"] {
  const perMillion = (id: string, tokens: Partial<Usage>): number | undefined => {
    const cost = priceCall?.(id, { ...NO_USAGE, ...tokens });
    return cost === undefined ? undefined : cost * 1_000;
  };
  const rows = [planner.id, subModel.id].flatMap((id) => {
    const input = perMillion(id, { inputTokens: 1_000 });
    const output = perMillion(id, { outputTokens: 1_000 });
    return input === undefined || output === undefined ? [] : [[id, { input, output }]];
  });
  return Object.fromEntries(rows);
}

function describeReplyBounds(
  { planner, subModel }: RunPlan,
): NonNullable<RunRecipe["replyBounds"]> {
  const rows = [planner, subModel].flatMap(({ id, maxOutputTokens }) => {
    if (maxOutputTokens === undefined) return [];
    return [[id, Number.isFinite(maxOutputTokens) ? maxOutputTokens : null] as const];
  });
  return Object.fromEntries(rows);
}

function describeInput(variable: Variable): RecordedInput {
  if (variable.kind !== "value") return variable;
  const { name, value } = variable;
  return { kind: "value", name, value, sha256: hashValue(value) };
}

/** A tool without what it does. */
export function declareTool(tool: HostTool): ToolDeclaration {
  const { name, description, parameters, returns } = tool;
  return { name, description, parameters, ...(returns === undefined ? {} : { returns }) };
}

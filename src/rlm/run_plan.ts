/**
 * A run before it starts: options checked as a whole and completed with their defaults. Everything
 * that can be refused is refused here, before any interpreter exists and anything is paid.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import { NO_USAGE } from "../core/lm.ts";
import type { RunLimits } from "../core/run_event.ts";
import { DEFAULT_CONCURRENCY, DEFAULT_LIMITS } from "./limits/limit_table.ts";
import { planInputs } from "./plan_inputs.ts";
import { checkSignature } from "./signature/check_signature.ts";
import { checkTools } from "./tools/check_tools.ts";
import type { RunOptions } from "./run_options.ts";

/** Options of a run, checked and complete. */
export interface RunPlan extends
  Required<
    Pick<
      RunOptions,
      | "signature"
      | "variables"
      | "planner"
      | "subModel"
      | "createInterpreter"
      | "pool"
      | "backend"
      | "task"
      | "concurrency"
      | "cellTimeoutMs"
      | "timeoutMs"
      | "tools"
      | "runId"
      | "settings"
    >
  >,
  Pick<RunOptions, "resumedFrom" | "forkedFrom" | "interpreter" | "priceCall" | "wrapTool"> {
  /** All of them. */
  readonly limits: RunLimits;
}

/**
 * Checks and completes the options.
 * @throws {FleetError} `signature-invalid`, `input-missing`, `input-invalid` or `usage`.
 */
export function planRun(options: RunOptions): RunPlan {
  const tools = options.tools ?? [];
  checkTools(tools);
  checkSignature(options.signature, tools.map((tool) => tool.name));
  checkPrices(options);
  checkInterpreter(options);
  const { fields, variables } = planInputs(options.variables, options.signature);
  return {
    signature: { ...options.signature, inputs: fields },
    variables,
    planner: options.planner,
    subModel: options.subModel ?? options.planner,
    createInterpreter: options.createInterpreter,
    pool: { spares: atLeast(0, options.pool?.spares ?? 1, "pool.spares") },
    backend: options.backend,
    task: options.task ?? "run",
    limits: planLimits(options.limits ?? {}),
    concurrency: atLeast(1, options.concurrency ?? DEFAULT_CONCURRENCY, "concurrency"),
    cellTimeoutMs: atLeast(0, options.cellTimeoutMs ?? 0, "cellTimeoutMs"),
    timeoutMs: atLeast(0, options.timeoutMs ?? 0, "timeoutMs"),
    tools,
    runId: options.runId ?? createRunId(),
    ...(options.interpreter === undefined ? {} : { interpreter: options.interpreter }),
    ...(options.priceCall === undefined ? {} : { priceCall: options.priceCall }),
    ...(options.wrapTool === undefined ? {} : { wrapTool: options.wrapTool }),
    settings: options.settings ?? {},
    ...(options.resumedFrom === undefined ? {} : { resumedFrom: options.resumedFrom }),
    ...(options.forkedFrom === undefined ? {} : { forkedFrom: options.forkedFrom }),
  };
}

/** An identifier that sorts by time: `20260131t101530-1f3a9c2e`. */
export function createRunId(now: Date = new Date()): string {
  const time = now.toISOString().replace(/[-:]|\.\d+Z$/g, "").toLowerCase();
  return `${time}-${crypto.randomUUID().slice(0, 8)}`;
}

function planLimits(limits: Partial<RunLimits>): RunLimits {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return {
    maxIterations: atLeast(1, all.maxIterations, "maxIterations"),
    maxLlmCalls: atLeast(0, all.maxLlmCalls, "maxLlmCalls"),
    maxOutputChars: atLeast(1, all.maxOutputChars, "maxOutputChars"),
    maxErrors: atLeast(1, all.maxErrors, "maxErrors"),
    maxDepth: atLeast(1, all.maxDepth, "maxDepth"),
    ...(all.maxInputTokens === undefined
      ? {}
      : { maxInputTokens: atLeast(1, all.maxInputTokens, "maxInputTokens") }),
    ...(all.maxOutputTokens === undefined
      ? {}
      : { maxOutputTokens: atLeast(1, all.maxOutputTokens, "maxOutputTokens") }),
    ...(all.maxCostUsd === undefined ? {} : { maxCostUsd: planMaxCost(all.maxCostUsd) }),
  };
}

function planMaxCost(maxCostUsd: number): number {
  if (Number.isFinite(maxCostUsd) && maxCostUsd > 0) return maxCostUsd;
  throw new UsageError(`Cannot use maxCostUsd "${maxCostUsd}": not a number above 0`);
}

/** A limit on cost that cannot be kept is refused rather than ignored. */
function checkPrices(options: RunOptions): void {
  if (options.limits?.maxCostUsd === undefined) return;
  for (const { id } of [options.planner, options.subModel ?? options.planner]) {
    if (options.priceCall?.(id, NO_USAGE) !== undefined) continue;
    throw new UsageError(`Cannot limit the cost: the price of "${id}" is not known`, {
      hint: "Give its price, or limit tokens instead",
    });
  }
}

function checkInterpreter({ interpreter }: RunOptions): void {
  if (interpreter === undefined || interpreter.equip !== undefined) return;
  throw new UsageError("Cannot use the interpreter: it keeps the tools it was made with", {
    hint: "Let createInterpreter make one for the run",
  });
}

function atLeast(least: number, value: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`Cannot use ${name} "${value}": not a whole number of at least ${least}`);
}

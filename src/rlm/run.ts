/**
 * A run from question to typed answer, and the runs that it starts in its turn.
 *
 * Owns how a run begins and ends in the record; the loop is in `run_loop.ts`, its parts are put
 * together in `open_run.ts`. Whatever happens, every sandbox is shut down and `run-end` is the last
 * event.
 *
 * @module
 */

import { inputHashes } from "../core/bound_files.ts";
import { FleetError, InterruptedError, messageOf, throwIfAborted } from "../core/errors.ts";
import { describeRecipe } from "./describe_recipe.ts";
import { Emitter } from "./emitter.ts";
import { RunAccount } from "./limits/run_account.ts";
import { RunClock } from "./limits/run_clock.ts";
import { createInterpreter, openRun, type RunNode } from "./open_run.ts";
import { childTask } from "./recursion/child_signature.ts";
import type { ChildRequest } from "./recursion/child_tools.ts";
import type { RunContext } from "./run_context.ts";
import { driveRun, type Ending } from "./run_loop.ts";
import type { RunOptions, RunResult } from "./run_options.ts";
import { planRun, type RunPlan } from "./run_plan.ts";
import { RunTree } from "./run_tree.ts";

/**
 * Runs a task.
 *
 * Ends with status `submitted`, or at a limit with `extracted` or `limit` (see {@linkcode RunResult}).
 * Errors of a cell go back to the planner; errors of the planner, of starting a sandbox or of its
 * protocol end the run. Errors of a child run arrive in the guest code that asked for it.
 *
 * @throws {FleetError} `signature-invalid`, `input-missing`, `input-invalid` or `usage` before
 * anything starts; then what the planner, the backend or a listener throws.
 * @throws {InterruptedError} when `options.signal` was aborted.
 */
export async function runRlm(options: RunOptions): Promise<RunResult> {
  const plan = planRun(options);
  throwIfAborted(options.signal);
  using clock = new RunClock(plan.timeoutMs, options.signal);
  await using tree = new RunTree({
    plan,
    createInterpreter: (equipment) =>
      createInterpreter(childPlan(plan, { variables: [] }), { clock, equipment }),
  });
  return await runOne({
    plan,
    tree,
    depth: 1,
    emitter: new Emitter(options.listeners ?? []),
    account: RunAccount.open(plan.limits, plan.priceCall),
    caller: options.signal,
  }, clock);
}

/** One run of the tree, within the time of `clock`. */
async function runOne(node: RunNode, clock: RunClock): Promise<RunResult> {
  const run = openRun(node, clock, runChild);
  let failure: { readonly thrown: unknown } | undefined;
  let ending: Ending | undefined;
  try {
    emitStart(run);
    ending = await driveRun(run, node.caller);
  } catch (thrown) {
    failure = { thrown: clock.isCalledOff ? toInterruption(thrown, node.caller) : thrown };
  }
  node.account.close();
  try {
    emitEnd(run, { ending, failure });
  } catch (thrown) {
    failure ??= { thrown };
  }
  if (failure !== undefined) throw failure.thrown;
  return toResult(run, ending!);
}

/** A child has the time that is left to its parent, and its own count of turns. */
async function runChild(parent: RunContext, request: ChildRequest): Promise<RunResult> {
  const { account, path, query, context, signal } = request;
  await using brought = await parent.tree.contexts.bring("context", context);
  const { remainingMs } = parent.clock;
  const timeoutMs = Number.isFinite(remainingMs) ? Math.max(1, Math.ceil(remainingMs)) : 0;
  using clock = new RunClock(timeoutMs, signal);
  return await runOne({
    plan: childPlan(parent.plan, {
      ...childTask(query, brought?.variable),
      task: "rlm-query",
      runId: `${parent.tree.runId}/${path}`,
      timeoutMs,
    }),
    tree: parent.tree,
    depth: parent.depth + 1,
    emitter: parent.emitter.child(path),
    account,
    caller: signal,
  }, clock);
}

/** The plan of a run with other things to do; what is the outermost run's alone is left out. */
function childPlan(plan: RunPlan, changes: Partial<RunPlan>): RunPlan {
  const { interpreter: _, resumedFrom: _resumed, forkedFrom: _forked, ...inherited } = plan;
  return { ...inherited, ...changes };
}

function toInterruption(thrown: unknown, signal: AbortSignal | undefined): unknown {
  if (thrown instanceof InterruptedError) return thrown;
  try {
    throwIfAborted(signal);
  } catch (interruption) {
    return interruption;
  }
  return thrown;
}

function emitStart({ emitter, plan }: RunContext): void {
  emitter.emit({
    type: "run-start",
    runId: plan.runId,
    startedAt: new Date().toISOString(),
    task: plan.task,
    signature: plan.signature,
    planner: plan.planner.id,
    subModel: plan.subModel.id,
    backend: plan.backend,
    limits: plan.limits,
    files: inputHashes(plan.variables),
    ...(emitter.path === "" ? { recipe: describeRecipe(plan) } : {}),
    ...(plan.resumedFrom === undefined ? {} : { resumedFrom: plan.resumedFrom }),
    ...(plan.forkedFrom === undefined ? {} : { forkedFrom: plan.forkedFrom }),
  });
}

function emitEnd(
  { account, emitter }: RunContext,
  end: {
    readonly ending: Ending | undefined;
    readonly failure?: { readonly thrown: unknown } | undefined;
  },
): void {
  const { ending, failure } = end;
  const outputs = ending?.outputs;
  emitter.emit({
    type: "run-end",
    ...(ending !== undefined && failure === undefined ? { status: ending.status } : {}),
    ...(outputs !== undefined && failure === undefined ? { outputs } : {}),
    ...(failure === undefined ? {} : { error: describeFailure(failure.thrown) }),
    iterations: account.iterations,
    llmCalls: account.llmCalls,
    usage: account.usage,
  });
}

function describeFailure(thrown: unknown): { readonly code: string; readonly message: string } {
  const code = thrown instanceof FleetError ? thrown.code : "internal";
  return { code, message: messageOf(thrown) };
}

function toResult({ account, plan, steps }: RunContext, ending: Ending): RunResult {
  return {
    runId: plan.runId,
    status: ending.status,
    ...(ending.outputs === undefined ? {} : { outputs: ending.outputs }),
    ...(ending.limit === undefined ? {} : { limit: ending.limit.limit }),
    iterations: account.iterations,
    llmCalls: account.llmCalls,
    usage: account.usage,
    steps,
  };
}

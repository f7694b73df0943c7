/**
 * A run from question to typed answer: sandbox first, then turns until a SUBMIT or a limit.
 *
 * Owns the order of things and how a run ends; turns, sandbox, limits and extraction are in their own
 * files. Whatever happens, the sandbox is shut down and `run-end` is the last event.
 *
 * @module
 */

import { FleetError, InterruptedError, messageOf, throwIfAborted } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { RunStatus } from "../core/run_event.ts";
import { createLimiter } from "../lm/limiter.ts";
import { Conversation } from "./conversation.ts";
import { Emitter } from "./emitter.ts";
import { extractOutputs } from "./extract.ts";
import { createSystemPrompt } from "./prompt.ts";
import { createQueryTools } from "./query_tools.ts";
import { type ReachedLimit, RunAccount } from "./run_account.ts";
import { CELL_GRACE_MS, RunClock } from "./run_clock.ts";
import type { RunContext } from "./run_context.ts";
import type { RunOptions, RunResult } from "./run_options.ts";
import { planRun, type RunPlan } from "./run_plan.ts";
import { RunSession } from "./run_session.ts";
import { createSubmitContract } from "./submit_contract.ts";
import { sayOutlook, takeTurn } from "./turn.ts";
import { describeSandbox, describeVariables } from "./variable_message.ts";

/** Most milliseconds that the extract call may take after the run's time is over. */
const EXTRACT_MS = 60_000;

/**
 * Runs a task.
 *
 * Ends with status `submitted`, or at a limit with `extracted` or `limit` (see {@linkcode RunResult}).
 * Errors of a cell go back to the planner; errors of the planner, of starting a sandbox or of its
 * protocol end the run.
 *
 * @throws {FleetError} `signature-invalid`, `input-missing`, `input-invalid` or `usage` before
 * anything starts; then what the planner, the backend or a listener throws.
 * @throws {InterruptedError} when `options.signal` was aborted.
 */
export async function runRlm(options: RunOptions): Promise<RunResult> {
  const plan = planRun(options);
  throwIfAborted(options.signal);
  using clock = new RunClock(plan.timeoutMs, options.signal);
  const run = createContext(plan, { clock, listeners: options.listeners ?? [] });
  let failure: { readonly thrown: unknown } | undefined;
  let ending: Ending | undefined;
  try {
    emitStart(run);
    ending = await drive(run, options.signal);
  } catch (thrown) {
    failure = { thrown: clock.isCalledOff ? toInterruption(thrown, options.signal) : thrown };
  }
  try {
    emitEnd(run, { ending, failure });
  } catch (thrown) {
    failure ??= { thrown };
  }
  if (failure !== undefined) throw failure.thrown;
  return toResult(run, ending!);
}

interface Ending {
  readonly status: RunStatus;
  readonly outputs?: JsonObject;
  readonly limit?: ReachedLimit;
}

/** The sandbox lives exactly as long as this function. */
async function drive(run: RunContext, caller: AbortSignal | undefined): Promise<Ending> {
  const reached = await drivenToLimit(run);
  if ("status" in reached) return reached;
  run.emitter.emit({ type: "limit-reach", ...reached });
  return await finishAtLimit(run, { reached, caller });
}

/** The loop. Gives the limit that ended it, unless it was submitted. */
async function drivenToLimit(run: RunContext): Promise<Ending | ReachedLimit> {
  try {
    await run.session.open();
    sayOpening(run);
    while (true) {
      const turn = await takeTurn(run);
      if (turn.kind === "submitted") return { status: "submitted", outputs: turn.outputs };
      run.account.endTurn(turn.failed);
      const reached = findReached(run);
      if (reached !== undefined) return reached;
      if (turn.lost) await run.session.open();
      sayOutlook(run, turn.lost);
    }
  } catch (thrown) {
    run.emitter.check();
    const reached = isProtocolFailure(thrown) ? undefined : findOvertime(run);
    if (reached === undefined) throw thrown;
    return reached;
  } finally {
    await run.session.close();
  }
}

async function finishAtLimit(
  run: RunContext,
  options: { readonly reached: ReachedLimit; readonly caller: AbortSignal | undefined },
): Promise<Ending> {
  const { reached, caller } = options;
  const at = `Stopped at the limit "${reached.limit}" (${reached.used} of ${reached.max})`;
  if (run.steps.length === 0) {
    run.emitter.emit({ type: "run-warn", message: `${at} before the first turn was over` });
    return { status: "limit", limit: reached };
  }
  using clock = new RunClock(EXTRACT_MS, caller);
  const extraction = await extractOutputs(run, { reached, signal: clock.signal });
  throwIfAborted(caller);
  if (!extraction.ok) {
    const message = `${at} without an answer; extracting one failed: ${extraction.reason}`;
    run.emitter.emit({ type: "run-warn", message });
    return { status: "limit", limit: reached };
  }
  const message =
    `${at} without a SUBMIT: the answer was extracted from the steps and may be wrong`;
  run.emitter.emit({ type: "run-warn", message });
  return { status: "extracted", outputs: extraction.outputs, limit: reached };
}

function sayOpening(run: RunContext): void {
  const { capabilities, variables } = run.session;
  if (capabilities !== undefined) run.conversation.say(describeSandbox(capabilities));
  run.conversation.say(describeVariables(variables, run.plan.signature.inputs));
  sayOutlook(run, false);
}

function findReached(run: RunContext): ReachedLimit | undefined {
  return findOvertime(run) ?? run.account.findReached();
}

function findOvertime({ clock }: RunContext): ReachedLimit | undefined {
  if (clock.isCalledOff || !clock.isOver) return undefined;
  return { limit: "time", used: Math.round(clock.elapsedMs), max: clock.timeoutMs };
}

function isProtocolFailure(thrown: unknown): boolean {
  return thrown instanceof FleetError && thrown.code === "sandbox-protocol";
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

function createContext(
  plan: RunPlan,
  options: { readonly clock: RunClock; readonly listeners: RunOptions["listeners"] },
): RunContext {
  const { clock } = options;
  const emitter = new Emitter(options.listeners ?? []);
  const account = new RunAccount(plan.limits);
  const queryTools = createQueryTools({
    model: plan.subModel,
    limiter: createLimiter(plan.concurrency),
    account,
    emitter,
    signal: clock.cellSignal,
  });
  const session = new RunSession({
    createInterpreter: () =>
      plan.createInterpreter({
        tools: [...queryTools, ...plan.tools],
        submit: createSubmitContract(plan.signature.outputs),
        maxOutputChars: plan.limits.maxOutputChars,
        cellTimeoutMs: plan.cellTimeoutMs,
        files: plan.variables.flatMap((each) => each.kind === "file" ? [each.file] : []),
        lifetimeMs: plan.timeoutMs === 0 ? 0 : Math.ceil(clock.remainingMs) + 2 * CELL_GRACE_MS,
      }),
    variables: plan.variables,
    cellTimeoutMs: plan.cellTimeoutMs,
    emitter,
    clock,
  });
  const conversation = new Conversation(createSystemPrompt(plan));
  return { plan, emitter, account, clock, session, conversation, steps: [] };
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
    files: Object.fromEntries(
      plan.variables.flatMap((each) => each.kind === "file" ? [[each.name, each.file.sha256]] : []),
    ),
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

/**
 * The loop of one run: turns until a SUBMIT or a limit, and at a limit one last call for the answer
 * that was found so far. The sandbox lives exactly as long as the loop, the last call needs none.
 *
 * @module
 */

import { FleetError, throwIfAborted } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { RunStatus } from "../core/run_event.ts";
import { extractOutputs } from "./extract.ts";
import type { ReachedLimit } from "./limits/budget.ts";
import { childEquipment } from "./recursion/child_signature.ts";
import type { PlannedCall } from "./limits/call_meter.ts";
import { RunClock } from "./limits/run_clock.ts";
import { describeSandbox, describeVariables } from "./prompt/variable_message.ts";
import type { RunContext } from "./run_context.ts";
import { sayOutlook, takeTurn } from "./turn.ts";

/** Most milliseconds that the last call may take after the run's time is over. */
const EXTRACT_MS = 60_000;

/** How a run ended. */
export interface Ending {
  /** Submitted, extracted, or at a limit without an answer. */
  readonly status: RunStatus;
  /** The outputs, unless there is no answer. */
  readonly outputs?: JsonObject;
  /** The limit that ended it, unless it was submitted. */
  readonly limit?: ReachedLimit;
}

/** Runs to the end. `caller` is the caller's own signal. */
export async function driveRun(
  run: RunContext,
  caller: AbortSignal | undefined,
): Promise<Ending> {
  const reached = await driveToLimit(run);
  if ("status" in reached) return reached;
  run.emitter.emit({ type: "limit-reach", ...reached });
  return await finishAtLimit(run, { reached, caller });
}

/** Gives the limit that ended the loop, unless it was submitted. */
async function driveToLimit(run: RunContext): Promise<Ending | ReachedLimit> {
  try {
    await run.session.open();
    if (run.depth < run.tree.maxDepth) run.tree.pool.open(childEquipment(run.equipment));
    sayOpening(run);
    while (true) {
      const admission = run.account.admitTurn(plannerCall(run));
      if ("limit" in admission) return admission;
      const turn = await takeTurn(run, admission);
      if (turn.kind === "submitted") return { status: "submitted", outputs: turn.outputs };
      run.account.endTurn(turn.failed);
      const reached = findOvertime(run) ?? run.account.findReached();
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
    await run.children.close();
    await run.session.close();
    if (run.depth === 1) await run.tree[Symbol.asyncDispose]();
  }
}

async function finishAtLimit(
  run: RunContext,
  options: { readonly reached: ReachedLimit; readonly caller: AbortSignal | undefined },
): Promise<Ending> {
  const { reached, caller } = options;
  const at = `Stopped at the limit "${reached.limit}" (${reached.used} of ${reached.max})`;
  const giveUp = (why: string): Ending => {
    run.emitter.emit({ type: "run-warn", message: `${at} ${why}` });
    return { status: "limit", limit: reached };
  };
  if (run.steps.length === 0) return giveUp("before the first turn was over");
  const admission = run.account.admitLast(plannerCall(run));
  if ("limit" in admission) {
    return giveUp(`without an answer; asking for one does not fit the limit "${admission.limit}"`);
  }
  using clock = new RunClock(EXTRACT_MS, caller);
  const extraction = await extractOutputs(run, { reached, admission, signal: clock.signal });
  throwIfAborted(caller);
  if (!extraction.ok) {
    return giveUp(`without an answer; extracting one failed: ${extraction.reason}`);
  }
  const message = `${at} without a SUBMIT: the answer was extracted from the steps; check it`;
  run.emitter.emit({ type: "run-warn", message });
  return { status: "extracted", outputs: extraction.outputs, limit: reached };
}

function sayOpening(run: RunContext): void {
  const { capabilities, variables } = run.session;
  if (capabilities !== undefined) run.conversation.say(describeSandbox(capabilities));
  run.conversation.say(describeVariables(variables, run.plan.signature.inputs));
  sayOutlook(run, false);
}

function plannerCall({ conversation, plan }: RunContext): PlannedCall {
  const { id, maxOutputTokens } = plan.planner;
  return { model: id, bytes: conversation.bytes, maxOutputTokens };
}

function findOvertime({ clock }: RunContext): ReachedLimit | undefined {
  if (clock.isCalledOff || !clock.isOver) return undefined;
  return { limit: "time", used: Math.round(clock.elapsedMs), max: clock.timeoutMs };
}

function isProtocolFailure(thrown: unknown): boolean {
  return thrown instanceof FleetError && thrown.code === "sandbox-protocol";
}

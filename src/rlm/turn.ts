/**
 * One turn: the planner's reply, the cell it asks for, and the message that tells it what came of it.
 *
 * @module
 */

import { type CellResult, isRecoverable } from "../core/cell_result.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { Admission } from "./limits/run_account.ts";
import { describeCell } from "./prompt/cell_message.ts";
import { parseReply, type PlannerReply } from "./reply/parse_reply.ts";
import { callPlanner, type RunContext } from "./run_context.ts";
import { describeIgnored, describeRemainder, describeReplacement } from "./prompt/turn_message.ts";

/** How a turn ended. */
export type TurnOutcome =
  | { readonly kind: "submitted"; readonly outputs: JsonObject }
  | {
    readonly kind: "open";
    /** Whether nothing useful came of it: no code, an error, a time-out, a crash. */
    readonly failed: boolean;
    /** Whether the sandbox went with it. */
    readonly lost: boolean;
  };

/** Takes one turn. What came of its cell is said to the planner, the outlook is not yet. */
export async function takeTurn(run: RunContext, admission: Admission): Promise<TurnOutcome> {
  const step = run.account.iterations;
  run.emitter.emit({ type: "step-start", step });
  const call = callPlanner(run, { purpose: "turn", signal: run.clock.signal, admission });
  const completion = await call.answer;
  const { messages, requestHash } = call;
  run.emitter.emit({
    type: "plan-end",
    step,
    requestHash,
    messages,
    completion,
    durationMs: call.elapsedMs(),
  });
  const reply = parseReply(completion.text, { cut: completion.finishReason === "length" });
  if (reply.code === undefined) {
    keepStep(run, reply, `[Error] ${reply.problem}`);
    return { kind: "open", failed: true, lost: false };
  }
  run.emitter.emit({ type: "code-start", step, code: reply.code });
  const result = await run.session.execute(reply.code);
  run.emitter.emit({ type: "code-end", step, result });
  run.emitter.check();
  keepStep(run, reply, describeCell(result));
  return judge(result);
}

/** Says to the planner what it goes on with: a new sandbox if the old one was lost, and what is left. */
export function sayOutlook(run: RunContext, lost: boolean): void {
  const { limits, remaining, turnsLeft } = run.account;
  if (lost) run.conversation.say(describeReplacement(run.plan.variables.map(({ name }) => name)));
  run.conversation.say(describeRemainder({
    turns: turnsLeft,
    maxTurns: limits.maxIterations,
    ...(run.depth === 1 ? { queries: { left: remaining.calls, max: limits.maxLlmCalls } } : {}),
  }));
}

function keepStep(run: RunContext, reply: PlannerReply, output: string): void {
  run.steps.push({ reasoning: reply.reasoning, code: reply.code ?? "", output });
  run.conversation.say(output);
  const ignored = describeIgnored(reply.ignoredFences);
  if (reply.code !== undefined && ignored !== "") run.conversation.say(ignored);
}

function judge(result: CellResult): TurnOutcome {
  if (result.status === "submitted" && isJsonObject(result.value)) {
    return { kind: "submitted", outputs: result.value };
  }
  return { kind: "open", failed: result.status !== "ok", lost: !isRecoverable(result) };
}

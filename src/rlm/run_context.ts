/**
 * What the parts of one run share while it goes on.
 *
 * @module
 */

import type { Completion, PlannerBrief } from "../core/lm.ts";
import { abortable } from "./abortable.ts";
import type { Conversation } from "./conversation.ts";
import type { Emitter } from "./emitter.ts";
import { hashRequest } from "./request_hash.ts";
import type { RunAccount } from "./run_account.ts";
import type { RunClock } from "./run_clock.ts";
import type { Step } from "./run_options.ts";
import type { RunPlan } from "./run_plan.ts";
import type { RunSession } from "./run_session.ts";

/** One run under way. */
export interface RunContext {
  /** What was asked for. */
  readonly plan: RunPlan;
  /** Its stream of events. */
  readonly emitter: Emitter;
  /** What it spends. */
  readonly account: RunAccount;
  /** When it ends. */
  readonly clock: RunClock;
  /** Its sandbox. */
  readonly session: RunSession;
  /** What engine and planner have said. */
  readonly conversation: Conversation;
  /** The steps so far. */
  readonly steps: Step[];
}

/** A call of the planner that was made. */
export interface PlannerCall {
  /** SHA-256 of its messages, hex. */
  readonly requestHash: string;
  /** Milliseconds since the call was made. */
  elapsedMs(): number;
  /** The reply; its tokens are booked. */
  readonly answer: Promise<Completion>;
}

/** Calls the planner with all that was said so far. */
export function callPlanner(
  run: RunContext,
  options: { readonly purpose: PlannerBrief["purpose"]; readonly signal: AbortSignal },
): PlannerCall {
  const { signature, planner } = run.plan;
  const messages = run.conversation.request();
  const brief: PlannerBrief = {
    instructions: signature.instructions,
    variables: run.session.variables,
    outputs: signature.outputs,
    purpose: options.purpose,
    turn: run.account.iterations,
  };
  const startedAt = performance.now();
  const answer = async (): Promise<Completion> => {
    const { signal } = options;
    const completion = await abortable(planner.generate(messages, { brief, signal }), signal);
    run.account.settle(completion.usage);
    run.conversation.reply(completion.text);
    return completion;
  };
  return {
    requestHash: hashRequest(messages),
    elapsedMs: () => performance.now() - startedAt,
    answer: answer(),
  };
}

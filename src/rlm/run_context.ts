/**
 * What the parts of one run share while it goes on.
 *
 * @module
 */

import type { Equipment } from "../core/interpreter.ts";
import type { Completion, Message, PlannerBrief } from "../core/lm.ts";
import { abortable } from "../core/abortable.ts";
import type { Conversation } from "./conversation.ts";
import type { Emitter } from "./emitter.ts";
import { createReplyWatch } from "./reply/reply_watch.ts";
import { hashRequest } from "./request_hash.ts";
import { usageOfFailure } from "./limits/usage_of_failure.ts";
import type { Admission, RunAccount } from "./limits/run_account.ts";
import type { RunClock } from "./limits/run_clock.ts";
import type { Step } from "./run_options.ts";
import type { RunPlan } from "./run_plan.ts";
import type { RunSession } from "./run_session.ts";
import type { RunTree } from "./run_tree.ts";
import type { ChildTools } from "./recursion/child_tools.ts";

/** One run under way. */
export interface RunContext {
  /** What was asked for. */
  readonly plan: RunPlan;
  /** The tree that it is part of. */
  readonly tree: RunTree;
  /** Its depth in the tree, from 1. */
  readonly depth: number;
  /** Its children. */
  readonly children: ChildTools;
  /** What its guest code can call. */
  readonly equipment: Equipment;
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
  /** Its messages after the reply to the request before. */
  readonly messages: readonly Message[];
  /** Milliseconds since the call was made. */
  elapsedMs(): number;
  /** The reply; its tokens are booked. */
  readonly answer: Promise<Completion>;
}

/** What a call of the planner is for. */
export interface PlannerCallOptions {
  /** A turn, or the extraction of an answer. */
  readonly purpose: PlannerBrief["purpose"];
  /** Ends it. */
  readonly signal: AbortSignal;
  /** What was reserved for it. */
  readonly admission: Admission;
}

/** Calls the planner with all that was said so far. */
export function callPlanner(run: RunContext, options: PlannerCallOptions): PlannerCall {
  const { signature } = run.plan;
  const messages = run.conversation.request();
  const brief: PlannerBrief = {
    instructions: signature.instructions,
    variables: run.session.variables,
    outputs: signature.outputs,
    purpose: options.purpose,
    turn: run.account.iterations,
    ...(run.emitter.path === "" ? {} : { run: run.emitter.path }),
  };
  const startedAt = performance.now();
  const answer = async (): Promise<Completion> => {
    const completion = await generate(run, { ...options, messages, brief });
    run.conversation.reply(completion.text);
    return completion;
  };
  return {
    requestHash: hashRequest(messages),
    messages: messages.slice(messages.findLastIndex((each) => each.role === "assistant") + 1),
    elapsedMs: () => performance.now() - startedAt,
    answer: answer(),
  };
}

async function generate(
  run: RunContext,
  call: PlannerCallOptions & {
    readonly messages: readonly Message[];
    readonly brief: PlannerBrief;
  },
): Promise<Completion> {
  const { admission, brief, messages, signal } = call;
  const { planner } = run.plan;
  try {
    return await run.tree.limiter.run(async (place) => {
      const onThrottle = (): void => place.throttle();
      const { maxOutputTokens } = admission;
      try {
        const watch = brief.purpose === "turn" ? { watchReply: createReplyWatch() } : {};
        const reply = planner.generate(messages, {
          ...{ brief, signal, onThrottle, ...watch },
          ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
        });
        const completion = await abortable(reply, signal);
        admission.settle(completion.usage);
        return completion;
      } catch (thrown) {
        admission.settle(usageOfFailure(thrown));
        throw thrown;
      }
    }, signal);
  } finally {
    admission.release();
  }
}

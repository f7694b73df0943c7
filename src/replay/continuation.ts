/**
 * Where a run goes on from its record: how many steps are taken from it, and what the next one begins
 * with. Decides for `resume` and `fork`; runs nothing.
 *
 * @module
 */

import { FleetError, UsageError } from "../core/errors.ts";
import { type Completion, NO_USAGE } from "../core/lm.ts";
import type { LimitName, RunLimits } from "../core/run_event.ts";
import { findRedactedReply } from "./redacted_reply.ts";
import type { RunRecord } from "./run_record.ts";

/** A way to go on. */
export interface Continuation {
  /** What it is called in the record of the run that goes on. */
  readonly relation: "resumed" | "forked";
  /** Steps that are done again with the answers on record. */
  readonly steps: number;
  /** The planner's reply at the step after them; without it, the planner is asked. */
  readonly nextReply?: Completion;
  /** Whether that step's sub-queries and tool calls take the answers on record that fit. */
  readonly reusesAnswers: boolean;
}

/** How many steps of a record came to their end. */
export function countSteps(record: RunRecord): number {
  const { steps } = record;
  const open = steps.findIndex((step, index) => {
    if (step.reply === undefined) return true;
    const isLast = index === steps.length - 1;
    // Without code it is over once something came after it.
    if (step.code === undefined) return isLast && record.limit === undefined;
    return step.result === undefined || (isLast && isCutByTime(record));
  });
  return open < 0 ? steps.length : open;
}

/** Whether the run's own time limit stopped the last cell, which deserves another chance. */
function isCutByTime({ limit, steps }: RunRecord): boolean {
  return limit?.limit === "time" && steps.at(-1)?.result?.status === "timeout";
}

/**
 * How to resume a run. A step that the planner had replied to, but whose cell did not come to its
 * end, begins with that reply, and its sub-queries keep the answers that they got.
 * @throws {FleetError} `limit-reached` when its limits leave it no turn, `input-invalid` when code
 * that has to run again was redacted, `usage` when it was submitted.
 */
export function planResume(record: RunRecord, limits: RunLimits): Continuation {
  if (record.end?.status === "submitted") {
    throw new UsageError(`Cannot resume run ${record.start.runId}: it was submitted`, {
      hint: "Fork it to go another way",
    });
  }
  const steps = countSteps(record);
  refuseRedacted(record, steps + 1);
  refuseUsedUp(record, { limits, steps });
  const nextReply = record.steps[steps]?.reply?.completion;
  return {
    relation: "resumed",
    steps,
    ...(nextReply === undefined ? {} : { nextReply }),
    reusesAnswers: true,
  };
}

/** Options of {@linkcode planFork}. */
export interface ForkOptions {
  /** The step at which the run branches off, from 1. */
  readonly at: number;
  /** Code that runs at that step; without it, the planner is asked. */
  readonly code?: string;
  /** The limits of the branch. */
  readonly limits: RunLimits;
}

/**
 * How to fork a run: the steps before `at` are taken from the record. With code, the branch's
 * sub-queries at that step keep the answers on record that fit.
 * @throws {FleetError} `usage` when there is no such step, otherwise as {@linkcode planResume}.
 */
export function planFork(record: RunRecord, options: ForkOptions): Continuation {
  const { at, code, limits } = options;
  const most = countSteps(record) + 1;
  if (!Number.isSafeInteger(at) || at < 1 || at > most) {
    throw new UsageError(`Cannot fork at step ${at}: the record has ${most - 1} whole steps`, {
      hint: `Use a step from 1 to ${most}`,
    });
  }
  refuseRedacted(record, at - 1);
  refuseUsedUp(record, { limits, steps: at - 1 });
  return {
    relation: "forked",
    steps: at - 1,
    ...(code === undefined ? {} : { nextReply: writeReply(code) }),
    reusesAnswers: code !== undefined,
  };
}

/** Code as a planner would have written it. */
function writeReply(code: string): Completion {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const text = `${fence}python\n${code.replace(/\n?$/, "\n")}${fence}`;
  return { text, usage: NO_USAGE, finishReason: "stop" };
}

function refuseRedacted(record: RunRecord, steps: number): void {
  const step = findRedactedReply(record.steps.slice(0, steps + 1));
  if (step === undefined || step > steps) return;
  throw new FleetError(
    "input-invalid",
    `Cannot rebuild step ${step}: a secret was taken out of its reply in the record`,
    { hint: `Fork at step ${step} to have it planned anew` },
  );
}

/** The limits by name, as far as they stop a run that goes on. */
const LIMITS: Readonly<Partial<Record<LimitName, keyof RunLimits>>> = {
  "iterations": "maxIterations",
  "llm-calls": "maxLlmCalls",
  "input-tokens": "maxInputTokens",
  "output-tokens": "maxOutputTokens",
  "cost": "maxCostUsd",
  "errors": "maxErrors",
};

function refuseUsedUp(
  record: RunRecord,
  { limits, steps }: { readonly limits: RunLimits; readonly steps: number },
): void {
  const isWhole = steps === countSteps(record);
  const reached = isWhole ? record.limit : undefined;
  const key = reached === undefined ? undefined : LIMITS[reached.limit];
  const max = key === undefined ? undefined : limits[key];
  if (reached !== undefined && max !== undefined && max <= reached.used) {
    throw usedUp(reached.limit, reached.used, max);
  }
  if (steps >= limits.maxIterations) throw usedUp("iterations", steps, limits.maxIterations);
}

function usedUp(limit: LimitName, used: number, max: number): FleetError {
  return new FleetError(
    "limit-reached",
    `Cannot go on: the limit "${limit}" is used up (${used} of ${max})`,
    { hint: "Raise that limit, or fork at an earlier step" },
  );
}

/**
 * What came of a task of a batch, as the line of results that tells it.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { NO_USAGE, type Usage } from "../../core/lm.ts";
import type { RunStatus } from "../../core/run_event.ts";
import { jobResult, jsonUsage } from "../job_result.ts";
import type { JobOutcome } from "../run_job.ts";
import type { BatchTask } from "./task_file.ts";

/** What a run took. */
export interface Spent {
  /** Planner turns. */
  readonly iterations: number;
  /** Sub-queries. */
  readonly llmCalls: number;
  /** Tokens and their cost. */
  readonly usage: Usage;
}

/** Nothing. */
export const NOTHING_SPENT: Spent = { iterations: 0, llmCalls: 0, usage: NO_USAGE };

/** A task that ended. */
export interface TaskResult {
  /** Which one. */
  readonly task: Pick<BatchTask, "id" | "line" | "sha256">;
  /** How its run ended; `failed` when an error ended it. */
  readonly status: RunStatus | "failed";
  /** Milliseconds that it took. */
  readonly durationMs: number;
  /** What it took, as far as that is known. */
  readonly spent: Spent;
  /** Why it failed, in one line; absent when it did not. */
  readonly error?: string;
  /** All that there is to tell. */
  readonly record: JsonObject;
}

/** How a task went. */
export interface TaskEnd {
  /** Which one. */
  readonly task: BatchTask;
  /** Milliseconds that it took. */
  readonly durationMs: number;
}

/** The result of a run that ended by itself. */
export function resultOf(outcome: JobOutcome, { task, durationMs }: TaskEnd): TaskResult {
  const { status } = outcome.result;
  const told = jobResult(outcome, { nested: true });
  const record = { ...begin(task), ...told, ...end(durationMs) };
  const { iterations, llmCalls, usage } = outcome.result;
  const spent = { iterations, llmCalls, usage };
  return { task: identityOf(task), status, durationMs, spent, record };
}

/** What is known of a run that an error ended. */
export interface Failure {
  /** What was thrown. */
  readonly thrown: unknown;
  /** What it took until then. */
  readonly spent: Spent;
  /** Identifier of the run. */
  readonly runId: string;
  /** Path of its record, where it has one. */
  readonly path?: string | undefined;
  /** Takes secrets out of what is told. */
  redact(text: string): string;
}

/** The result of a run that failed. */
export function failureOf(failure: Failure, { task, durationMs }: TaskEnd): TaskResult {
  const { path, redact, runId, spent, thrown } = failure;
  const { code, hint } = thrown instanceof FleetError ? thrown : { code: "internal" };
  const message = redact(messageOf(thrown));
  const record: JsonObject = {
    ...begin(task),
    status: "failed",
    error: { code, message, ...(hint === undefined ? {} : { hint: redact(hint) }) },
    iterations: spent.iterations,
    llm_calls: spent.llmCalls,
    usage: jsonUsage(spent.usage),
    run_id: runId,
    ...(path === undefined ? {} : { trajectory: path }),
    ...end(durationMs),
  };
  return {
    task: identityOf(task),
    status: "failed",
    durationMs,
    spent,
    error: message,
    record,
  };
}

/** What is kept of a task: the rest of it may be large. */
function identityOf({ id, line, sha256 }: BatchTask): TaskResult["task"] {
  return { id, line, sha256 };
}

function begin({ id, line, sha256, task }: BatchTask): JsonObject {
  return { id, line, task: task.name, sha256 };
}

function end(durationMs: number): JsonObject {
  return { seconds: Number((durationMs / 1000).toFixed(3)) };
}

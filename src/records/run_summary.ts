/**
 * A recorded run in short, as a list shows it.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import type { Usage } from "../core/lm.ts";
import { jsonUsage } from "../jobs/job_result.ts";
import type { RunState } from "./run_state.ts";

/** A run in short. */
export interface RunSummary {
  /** Its identifier, from the name of the file. */
  readonly id: string;
  /** Path of its record. */
  readonly path: string;
  /** Size of the record, bytes. */
  readonly bytes: number;
  /** How it stands. */
  readonly state: RunState;
  /** When it began, ISO 8601 in UTC; empty when that is not on record. */
  readonly startedAt: string;
  /** Name of its task. */
  readonly task: string;
  /** The model that wrote the code. */
  readonly planner: string;
  /** The model that answered sub-queries. */
  readonly subModel: string;
  /** Where the Python ran. */
  readonly backend: string;
  /** Milliseconds on record. */
  readonly durationMs: number;
  /** Planner turns, once it has ended. */
  readonly iterations?: number;
  /** Sub-queries, once it has ended. */
  readonly llmCalls?: number;
  /** Tokens, once it has ended. */
  readonly usage?: Usage;
  /** What it failed with. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** The summary as JSON. */
export function summaryJson(summary: RunSummary): JsonObject {
  const { error, iterations, llmCalls, usage } = summary;
  return {
    run_id: summary.id,
    status: summary.state,
    started_at: summary.startedAt,
    task: summary.task,
    model: summary.planner,
    sub_model: summary.subModel,
    backend: summary.backend,
    seconds: Number((summary.durationMs / 1000).toFixed(3)),
    ...(iterations === undefined ? {} : { iterations }),
    ...(llmCalls === undefined ? {} : { llm_calls: llmCalls }),
    ...(usage === undefined ? {} : { usage: jsonUsage(usage) }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    trajectory: summary.path,
    bytes: summary.bytes,
  };
}

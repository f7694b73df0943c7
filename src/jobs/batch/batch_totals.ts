/**
 * What a batch came to.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { addUsage, NO_USAGE, type Usage } from "../../core/lm.ts";
import { jsonUsage } from "../job_result.ts";
import type { TaskResult } from "./task_result.ts";

/** Counts what ends. */
export class BatchTotals {
  /** Tasks of the file. */
  readonly tasks: number;
  /** Tasks that were done before. */
  readonly skipped: number;
  readonly #byStatus = { submitted: 0, extracted: 0, limit: 0, failed: 0 };
  #iterations = 0;
  #llmCalls = 0;
  #usage = NO_USAGE;

  /** Begins to count. */
  constructor({ skipped, tasks }: { readonly tasks: number; readonly skipped: number }) {
    this.tasks = tasks;
    this.skipped = skipped;
  }

  /** Tasks that ended, by status. */
  get byStatus(): Readonly<Record<TaskResult["status"], number>> {
    return this.#byStatus;
  }

  /** Tasks that ended. */
  get ended(): number {
    const { extracted, failed, limit, submitted } = this.#byStatus;
    return submitted + extracted + limit + failed;
  }

  /** Sub-queries of all runs. */
  get llmCalls(): number {
    return this.#llmCalls;
  }

  /** Tokens of all runs. */
  get usage(): Usage {
    return this.#usage;
  }

  /** Takes a result. */
  add({ spent, status }: TaskResult): void {
    this.#byStatus[status]++;
    this.#iterations += spent.iterations;
    this.#llmCalls += spent.llmCalls;
    this.#usage = addUsage(this.#usage, spent.usage);
  }

  /** All of it as JSON. */
  record(durationMs: number): JsonObject {
    return {
      tasks: this.tasks,
      skipped: this.skipped,
      ...this.#byStatus,
      left: this.tasks - this.skipped - this.ended,
      iterations: this.#iterations,
      llm_calls: this.#llmCalls,
      usage: jsonUsage(this.#usage),
      seconds: Number((durationMs / 1000).toFixed(3)),
    };
  }
}

/**
 * A batch as calm plain lines on standard error: one when a task ended. `verbose` adds all that its
 * runs do, each line behind the name of its task; `quiet` leaves warnings and failures alone.
 *
 * @module
 */

import type { BatchTotals } from "../jobs/batch/batch_totals.ts";
import type { TaskWatch } from "../jobs/batch/run_batch.ts";
import type { BatchTask } from "../jobs/batch/task_file.ts";
import type { TaskResult } from "../jobs/batch/task_result.ts";
import { createProgress, type ProgressLevel } from "./progress.ts";
import { count, describeUsage, number, seconds } from "./progress_words.ts";

/** Options of {@linkcode createBatchProgress}. */
export interface BatchProgressOptions {
  /** Takes the lines. */
  readonly write: (text: string) => void;
  /** How much is told. */
  readonly level: ProgressLevel;
  /** What the batch has come to; kept by the caller. */
  readonly totals: BatchTotals;
}

/** Tells of a batch. */
export interface BatchProgress {
  /** The batch begins. */
  begin(): void;
  /** A task begins. */
  watch(task: BatchTask): TaskWatch;
  /** A task ended and is among the totals. */
  tell(result: TaskResult): void;
  /** The batch is over. */
  end(durationMs: number): void;
}

/** The progress of a batch. */
export function createBatchProgress(options: BatchProgressOptions): BatchProgress {
  const { level, totals, write } = options;
  const isQuiet = level === "quiet";
  return {
    begin() {
      if (isQuiet) return;
      const done = totals.skipped === 0 ? "" : `, ${number(totals.skipped)} of them done before`;
      write(`Batch of ${count(totals.tasks, "task")}${done}\n`);
    },
    watch({ id }) {
      const told = (text: string) => write(text.replace(/^(?=.)/gm, `[${id}] `));
      return {
        listener: createProgress({ write: told, level: level === "verbose" ? level : "quiet" }),
        onWarn: (message) => told(`Warning: ${message}\n`),
      };
    },
    tell(result) {
      if (isQuiet && result.status !== "failed") return;
      const at = totals.skipped + totals.ended;
      write(`Task ${number(at)}/${number(totals.tasks)}, ${describeTask(result)}\n`);
    },
    end(durationMs) {
      if (isQuiet) return;
      if (totals.skipped === totals.tasks) return write("Batch ended: nothing was left to do\n");
      const { extracted, failed, limit, submitted } = totals.byStatus;
      const left = totals.tasks - totals.skipped - totals.ended;
      const parts = [
        [submitted, "submitted"],
        [extracted, "extracted"],
        [limit, "at a limit"],
        [failed, "failed"],
        [left, "left"],
      ] as const;
      const told = parts.filter(([amount]) => amount > 0)
        .map(([amount, what]) => `${number(amount)} ${what}`);
      write(
        `Batch ended: ${[...told, calls(totals)].join(", ")}, ` +
          `${describeUsage(totals.usage)}${seconds(durationMs)}\n`,
      );
    },
  };
}

function describeTask({ durationMs, error, spent, status, task }: TaskResult): string {
  const took = seconds(durationMs);
  if (status === "failed") return `${task.id} (line ${task.line}): failed after ${took}: ${error}`;
  const how = status === "limit" ? "at a limit" : status;
  const turns = count(spent.iterations, "turn");
  const used = describeUsage(spent.usage).replace(/, $/, "");
  return `${task.id}: ${
    [`${how} after ${took}`, turns, calls(spent), used].filter(Boolean).join(", ")
  }`;
}

function calls({ llmCalls }: { readonly llmCalls: number }): string {
  return count(llmCalls, "sub-query", "sub-queries");
}

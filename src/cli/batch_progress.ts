/**
 * A batch as calm plain lines on standard error: one when a task ended. `verbose` adds all that its
 * runs do, each line behind the name of its task; `quiet` leaves warnings and failures alone. On a
 * screen, a display below the lines says what goes on right now.
 *
 * @module
 */

import type { BatchTotals } from "../jobs/batch/batch_totals.ts";
import type { TaskWatch } from "../jobs/batch/run_batch.ts";
import type { BatchTask } from "../jobs/batch/task_file.ts";
import type { TaskResult } from "../jobs/batch/task_result.ts";
import { formatCount, formatCounted, formatDuration } from "../text/format_number.ts";
import { BatchBoard } from "./live/batch_board.ts";
import type { LiveDisplay } from "./live/live_display.ts";
import { createProgress, type ProgressLevel } from "./progress.ts";
import { describeUsage } from "./progress_words.ts";
import type { StyledLine } from "./styled/span.ts";

/** Options of {@linkcode createBatchProgress}. */
export interface BatchProgressOptions {
  /** Takes the lines. */
  readonly write: (text: string) => void;
  /** How much is told. */
  readonly level: ProgressLevel;
  /** What the batch has come to; kept by the caller. */
  readonly totals: BatchTotals;
  /** Shows what goes on right now, where there is a screen for it. */
  readonly openDisplay?: (
    lines: (columns: number) => readonly StyledLine[],
  ) => Promise<LiveDisplay>;
}

/** Tells of a batch; close it before anything else is told. */
export interface BatchProgress extends Disposable {
  /** The batch begins. */
  begin(): void;
  /** A task begins. */
  watch(task: BatchTask): TaskWatch;
  /** A task ended and is among the totals. */
  tell(result: TaskResult): void;
  /** The batch is over. */
  end(durationMs: number): void;
}

/** Opens the progress of a batch. */
export async function openBatchProgress(options: BatchProgressOptions): Promise<BatchProgress> {
  const { level, openDisplay, totals, write } = options;
  const isQuiet = level === "quiet";
  const board = new BatchBoard(totals, performance.now());
  const display = isQuiet
    ? undefined
    : await openDisplay?.((columns) => board.lines(performance.now(), columns));
  return {
    begin() {
      if (isQuiet) return;
      const done = totals.skipped === 0
        ? ""
        : `, ${formatCount(totals.skipped)} of them done before`;
      write(`Batch of ${formatCounted(totals.tasks, "task")}${done}\n`);
    },
    watch({ id, line }) {
      board.start({ id, line }, performance.now());
      const told = (text: string) => write(text.replace(/^(?=.)/gm, `[${id}] `));
      const tell = createProgress({ write: told, level: level === "verbose" ? level : "quiet" });
      return {
        listener: (event) => {
          board.take(line, event);
          tell(event);
          display?.touch();
        },
        onWarn: (message) => told(`Warning: ${message}\n`),
      };
    },
    tell(result) {
      board.end(result.task.line);
      display?.touch();
      if (isQuiet && result.status !== "failed") return;
      const at = totals.skipped + totals.ended;
      const told = describeTask(result, { isBrief: display !== undefined });
      write(`Task ${formatCount(at)}/${formatCount(totals.tasks)}, ${told}\n`);
    },
    end(durationMs) {
      display?.[Symbol.dispose]();
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
        .map(([amount, what]) => `${formatCount(amount)} ${what}`);
      write(
        `Batch ended: ${[...told, calls(totals)].join(", ")}, ` +
          `${describeUsage(totals.usage)}${formatDuration(durationMs)}\n`,
      );
    },
    [Symbol.dispose]: () => display?.[Symbol.dispose](),
  };
}

/** How a task ended; the display has the tokens, so that a brief line fits on a terminal. */
function describeTask(
  { durationMs, error, spent, status, task }: TaskResult,
  { isBrief }: { readonly isBrief: boolean },
): string {
  const took = formatDuration(durationMs);
  if (status === "failed") return `${task.id} (line ${task.line}): failed after ${took}: ${error}`;
  const how = status === "limit" ? "at a limit" : status;
  const turns = formatCounted(spent.iterations, "turn");
  const used = isBrief ? "" : describeUsage(spent.usage).replace(/, $/, "");
  return `${task.id}: ${
    [`${how} after ${took}`, turns, calls(spent), used].filter(Boolean).join(", ")
  }`;
}

function calls({ llmCalls }: { readonly llmCalls: number }): string {
  return formatCounted(llmCalls, "sub-query", "sub-queries");
}

/**
 * What a live display shows of a batch: how far it is, and a line for each run under way. No terminal is
 * in here.
 *
 * @module
 */

import type { RunEvent } from "../../core/run_event.ts";
import type { BatchTotals } from "../../jobs/batch/batch_totals.ts";
import { formatCount } from "../../text/format_number.ts";
import { span, type StyledLine } from "../styled/span.ts";
import { bar, barWidth, clock, DOT, usageParts } from "./board_parts.ts";
import { placeOf } from "./run_board.ts";
import { RunState } from "./run_state.ts";

/** Most runs with a line of their own. */
const MOST_RUNS = 12;

/** Most columns of a task's name. */
const NAME_COLUMNS = 24;

/** A run under way. */
interface RunningTask {
  readonly id: string;
  readonly startedAt: number;
  readonly state: RunState;
}

/** The board of a batch. */
export class BatchBoard {
  readonly #totals: BatchTotals;
  readonly #startedAt: number;
  readonly #running = new Map<number, RunningTask>();

  /** Makes the board; `totals` are kept by the caller, times are of one clock. */
  constructor(totals: BatchTotals, startedAt: number) {
    this.#totals = totals;
    this.#startedAt = startedAt;
  }

  /** A task begins; its line tells it apart. */
  start({ id, line }: { readonly id: string; readonly line: number }, now: number): void {
    this.#running.set(line, { id, startedAt: now, state: new RunState() });
  }

  /** An event of the task of a line. */
  take(line: number, event: RunEvent): void {
    if (event.run === undefined) this.#running.get(line)?.state.take(event);
  }

  /** The task of a line is over. */
  end(line: number): void {
    this.#running.delete(line);
  }

  /** The lines at a time, for a width. */
  lines(now: number, columns: number): readonly StyledLine[] {
    const time = clock(now - this.#startedAt);
    const margin = " ".repeat(time.length + 2);
    const usage = usageParts(this.#totals.usage);
    const running = [...this.#running.values()];
    const left = running.length - MOST_RUNS;
    return [
      [span(time, "dim"), span("  "), ...this.#total(columns)],
      ...(usage.length === 0 ? [] : [[span(margin), ...usage]]),
      ...running.slice(0, MOST_RUNS).map((task) => [span(margin), ...taskLine(task, now)]),
      ...(left > 0 ? [[span(margin), span(`and ${formatCount(left)} more`, "dim")]] : []),
    ];
  }

  #total(columns: number): StyledLine {
    const { byStatus, ended, skipped, tasks } = this.#totals;
    const { failed, limit } = byStatus;
    const done = skipped + ended;
    const running = this.#running.size;
    return [
      span("tasks ", "bold"),
      ...bar({ done: done - failed, failed, total: tasks }, barWidth(columns)),
      span(` ${formatCount(done)}/${formatCount(tasks)}`),
      ...(running > 0 ? [DOT, span(`${formatCount(running)} running`)] : []),
      ...(limit > 0 ? [DOT, span(`${formatCount(limit)} at a limit`, "yellow")] : []),
      ...(failed > 0 ? [DOT, span(`${formatCount(failed)} failed`, "red")] : []),
    ];
  }
}

function taskLine({ id, startedAt, state }: RunningTask, now: number): StyledLine {
  const name = id.length > NAME_COLUMNS ? `${id.slice(0, NAME_COLUMNS - 1)}…` : id;
  const { done, failed, started } = state.queries;
  const queries = started === 0
    ? []
    : [DOT, span(`sub-queries ${formatCount(done + failed)}/${formatCount(started)}`)];
  return [
    span(clock(now - startedAt), "dim"),
    span("  "),
    span(name, "cyan"),
    span("  "),
    ...placeOf(state),
    ...queries,
  ];
}

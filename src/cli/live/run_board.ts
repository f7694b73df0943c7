/**
 * What a live display shows of a run and its children: lines of text from the events so far and the
 * time it is. No terminal is in here.
 *
 * @module
 */

import { addUsage, NO_USAGE } from "../../core/lm.ts";
import type { RunEvent } from "../../core/run_event.ts";
import { formatCount } from "../../text/format_number.ts";
import { type Span, span, type StyledLine } from "../styled/span.ts";
import { clock, DOT, lasting, queryParts, usageParts } from "./board_parts.ts";
import { RunState } from "./run_state.ts";

/** Most children with a line of their own. */
const MOST_CHILDREN = 3;

/** The board of a run. */
export class RunBoard {
  readonly #root = new RunState();
  readonly #children = new Map<string, RunState>();
  #usage = NO_USAGE;
  #isOver = false;

  /** Whether the outermost run has ended; then there is nothing to show. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The outermost run. */
  get root(): RunState {
    return this.#root;
  }

  /** Takes the next event. */
  take(event: RunEvent): void {
    const spent = "completion" in event ? event.completion?.usage : undefined;
    if (spent !== undefined) this.#usage = addUsage(this.#usage, spent);
    const { run } = event;
    if (run === undefined) {
      this.#root.take(event);
      if (event.type === "run-end") this.#isOver = true;
      return;
    }
    if (event.type === "run-end") {
      this.#children.delete(run);
      return;
    }
    const child = this.#children.get(run) ?? new RunState();
    this.#children.set(run, child);
    child.take(event);
  }

  /** The lines at a time since the start, for a width. */
  lines(atMs: number, columns: number): readonly StyledLine[] {
    if (this.#isOver) return [];
    const time = clock(atMs);
    const margin = " ".repeat(time.length + 2);
    const more = [
      ...this.#queryLines(columns),
      ...this.#childLines(atMs),
      ...(usageParts(this.#usage).length === 0 ? [] : [usageParts(this.#usage)]),
    ];
    return [
      [span(time, "dim"), span("  "), ...placeOf(this.#root, atMs)],
      ...more.map((line) => [span(margin), ...line]),
    ];
  }

  #queryLines(columns: number): readonly StyledLine[] {
    const { queries } = this.#root;
    return queries.started === 0 ? [] : [queryParts(queries, columns)];
  }

  #childLines(atMs: number): readonly StyledLine[] {
    const children = [...this.#children];
    const shown = children.slice(0, MOST_CHILDREN)
      .map(([path, state]) => [span(`child ${path}`, "cyan"), span("  "), ...placeOf(state, atMs)]);
    const left = children.length - shown.length;
    return left === 0
      ? shown
      : [...shown, [span(`and ${formatCount(left)} more child runs`, "dim")]];
  }
}

/** Where a run is: its turn and what goes on in it; with a time, for how long. */
export function placeOf(run: RunState, atMs?: number): readonly Span[] {
  const { phase, sinceMs, step, turns } = run;
  const turn = step === 0
    ? []
    : [span(`turn ${formatCount(step)}/${formatCount(turns)}`, "bold"), DOT];
  return [...turn, span(phase), ...(atMs === undefined ? [] : lasting(atMs - sinceMs))];
}

/**
 * Where a run is, gathered from its events: its turn, what goes on in it, its sub-queries.
 *
 * @module
 */

import type { RunEvent } from "../../core/run_event.ts";
import { lines } from "../progress_words.ts";
import { formatCounted } from "../../text/format_number.ts";

/** Sub-queries of a turn. */
export interface QueryCounts {
  /** How many were asked. */
  readonly started: number;
  /** How many are answered. */
  readonly done: number;
  /** How many failed. */
  readonly failed: number;
}

const NO_QUERIES: QueryCounts = { started: 0, done: 0, failed: 0 };

/** One run of a tree. */
export class RunState {
  #turns = 0;
  #step = 0;
  #phase = "starting the sandbox";
  #sinceMs = 0;
  #queries = NO_QUERIES;

  /** Most turns. */
  get turns(): number {
    return this.#turns;
  }

  /** The turn under way; 0 before the first. */
  get step(): number {
    return this.#step;
  }

  /** What goes on, such as `planning`. */
  get phase(): string {
    return this.#phase;
  }

  /** Since when it goes on, milliseconds since the outermost run started. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** Sub-queries of the turn. */
  get queries(): QueryCounts {
    return this.#queries;
  }

  /** Takes the next event of this run. */
  take(event: RunEvent): void {
    switch (event.type) {
      case "run-start":
        this.#turns = event.limits.maxIterations;
        return this.#begin("starting the sandbox", event);
      case "sandbox-start":
        return this.#begin("bringing in the inputs", event);
      case "step-start":
        this.#step = event.step;
        this.#queries = NO_QUERIES;
        return this.#begin("planning", event);
      case "code-start":
        return this.#begin(`running ${formatCounted(lines(event.code), "line")} of Python`, event);
      case "limit-reach":
        return this.#begin("extracting an answer", event);
      case "query-start":
        return this.#count({ started: 1 });
      case "query-end":
        return this.#count(event.error === undefined ? { done: 1 } : { failed: 1 });
    }
  }

  #begin(phase: string, { atMs }: RunEvent): void {
    this.#phase = phase;
    this.#sinceMs = atMs;
  }

  #count(more: Partial<QueryCounts>): void {
    const { done, failed, started } = this.#queries;
    this.#queries = {
      started: started + (more.started ?? 0),
      done: done + (more.done ?? 0),
      failed: failed + (more.failed ?? 0),
    };
  }
}

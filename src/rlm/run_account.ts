/**
 * The account of a run: what was spent and what may still be. Whoever wants to spend reserves first;
 * a batch is admitted whole or refused whole, so parallel calls cannot overspend.
 *
 * Counts turns, sub-queries, failures in a row and tokens. Time is kept by `run_clock.ts`; limits on
 * tokens and cost will be checked where sub-queries are, against what `settle` reports.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { addUsage, NO_USAGE, type Usage } from "../core/lm.ts";
import type { LimitName, RunLimits } from "../core/run_event.ts";

/** A limit that was reached. */
export interface ReachedLimit {
  /** Which one. */
  readonly limit: LimitName;
  /** How much was used. */
  readonly used: number;
  /** How much was allowed. */
  readonly max: number;
}

/** Sub-queries that may be made. */
export interface Admission {
  /** Number of the first of them in the run, from 1. */
  readonly firstQuery: number;
  /** Books what one of them took. */
  settle(usage: Usage): void;
}

/** What a run spends, against its limits. */
export class RunAccount {
  /** The limits. */
  readonly limits: RunLimits;
  #iterations = 0;
  #llmCalls = 0;
  #failures = 0;
  #usage: Usage = NO_USAGE;

  /** Opens an account on which nothing was spent. */
  constructor(limits: RunLimits) {
    this.limits = limits;
  }

  /** Planner turns taken. */
  get iterations(): number {
    return this.#iterations;
  }

  /** Sub-queries admitted. */
  get llmCalls(): number {
    return this.#llmCalls;
  }

  /** Tokens of planner and sub-queries together. */
  get usage(): Usage {
    return this.#usage;
  }

  /** Counts a planner turn and returns its number, from 1. */
  startTurn(): number {
    return ++this.#iterations;
  }

  /** Notes how a turn ended; a good one ends the row of failures. */
  endTurn(failed: boolean): void {
    this.#failures = failed ? this.#failures + 1 : 0;
  }

  /** Books the tokens of a planner call. */
  settle(usage: Usage): void {
    this.#usage = addUsage(this.#usage, usage);
  }

  /**
   * Admits all of `count` sub-queries or none.
   * @throws {FleetError} `limit-reached` when there are not so many left.
   */
  admitQueries(count: number): Admission {
    const max = this.limits.maxLlmCalls;
    if (this.#llmCalls + count > max) {
      throw new FleetError(
        "limit-reached",
        `LLM call limit exceeded: ${this.#llmCalls} + ${count} > ${max}. ` +
          "Use Python code for aggregation instead of more LLM calls",
      );
    }
    const firstQuery = this.#llmCalls + 1;
    this.#llmCalls += count;
    return { firstQuery, settle: (usage: Usage): void => this.settle(usage) };
  }

  /** The limit that ends the loop before its next turn, if one does. */
  findReached(): ReachedLimit | undefined {
    const { maxErrors, maxIterations } = this.limits;
    if (this.#failures >= maxErrors) {
      return { limit: "errors", used: this.#failures, max: maxErrors };
    }
    if (this.#iterations >= maxIterations) {
      return { limit: "iterations", used: this.#iterations, max: maxIterations };
    }
    return undefined;
  }
}

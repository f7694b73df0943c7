/**
 * A run that is taken from its record, while it goes on: which step it is at, which answers are left,
 * and how it ends when it leaves the record. Models, tools and interpreters of the run share one.
 *
 * @module
 */

import { type ErrorCode, FleetError } from "../core/errors.ts";
import { describeDivergence, type Divergence, DivergenceError } from "./divergence.ts";
import type { RecordedAnswer, RecordedTurns, RunRecord } from "./run_record.ts";

/** What is done with a record. */
export interface ServedRunOptions {
  /** The record. */
  readonly record: RunRecord;
  /**
   * `replay`: everything comes from the record, and the run ends where it does. `rebuild`: the first
   * `steps` do; then the run goes on by itself.
   */
  readonly purpose: "replay" | "rebuild";
  /** Steps that are taken from the record. */
  readonly steps: number;
  /**
   * Whether the step after them may take the answers that it was given.
   * @default {false}
   */
  readonly reusesAnswers?: boolean;
  /**
   * Whether differences that could be borne end the run as well.
   * @default {false}
   */
  readonly strict?: boolean;
  /** Told of differences that are borne. */
  onWarn(message: string): void;
}

/** Ends a replay where its record ends. */
export class RecordEndError extends FleetError {
  /** Creates the end. */
  constructor() {
    super("replay-ended", "The record ends here");
    this.name = "RecordEndError";
  }
}

/** The run. */
export class ServedRun {
  /** The record. */
  readonly record: RunRecord;
  /** What is done with it. */
  readonly purpose: "replay" | "rebuild";
  /** Steps that are taken from the record. */
  readonly steps: number;
  readonly #options: ServedRunOptions;
  readonly #leaving = new AbortController();
  readonly #taken = new Map<readonly RecordedAnswer<unknown>[], number>();
  /** Turns of the runs of the tree by their path; that of the outermost is "". */
  readonly #turns = new Map<string, number>();
  #warnings = 0;
  readonly #noted = new Set<string>();

  /** Starts before the first step. */
  constructor(options: ServedRunOptions) {
    this.record = options.record;
    this.purpose = options.purpose;
    this.steps = options.steps;
    this.#options = options;
  }

  /** Aborted when the run leaves the record; its reason says how. */
  get signal(): AbortSignal {
    return this.#leaving.signal;
  }

  /** The step of the outermost run; 0 before the first. */
  get step(): number {
    return this.stepOf(undefined);
  }

  /** Differences that were borne. */
  get warnings(): number {
    return this.#warnings;
  }

  /** Whether the current step is taken from the record. */
  get isServed(): boolean {
    return this.purpose === "replay" || this.step <= this.steps;
  }

  /** A run of the tree begins its next step. */
  enter(run: string | undefined, step: number): void {
    this.#turns.set(run ?? "", step);
  }

  /** The step that a run of the tree is at; 0 before the first. */
  stepOf(run: string | undefined): number {
    return this.#turns.get(run ?? "") ?? 0;
  }

  /** The record of a run of the tree. */
  turnsOf(run: string | undefined): RecordedTurns | undefined {
    return run === undefined ? this.record : this.record.children.get(run);
  }

  /**
   * The answer on record for a question, if one is left for the current step. Equal questions are
   * answered in their order.
   */
  takeAnswer<T>(
    answers: ReadonlyMap<string, readonly RecordedAnswer<T>[]>,
    key: string,
  ): RecordedAnswer<T> | undefined {
    const isNext = this.#options.reusesAnswers === true && this.step === this.steps + 1;
    const same = this.isServed || isNext ? answers.get(key) : undefined;
    if (same === undefined) return undefined;
    const taken = this.#taken.get(same) ?? 0;
    this.#taken.set(same, taken + 1);
    const answer = same[taken];
    // A failure need not happen again.
    return this.isServed || answer?.value !== undefined ? answer : undefined;
  }

  /** Whether an answer under this key was not taken yet. */
  hasLeft<T>(
    answers: ReadonlyMap<string, readonly RecordedAnswer<T>[]>,
    key: string,
  ): boolean {
    const same = answers.get(key);
    return same !== undefined && (this.#taken.get(same) ?? 0) < same.length;
  }

  /** Bears a difference with a warning, unless the run is strict. */
  bear(divergence: Divergence): void {
    if (this.#options.strict) this.diverge(divergence);
    this.#warnings++;
    this.#options.onWarn(`Not as recorded, ${describeDivergence(divergence)}`);
  }

  /** Tells something, once. */
  note(message: string): void {
    if (this.#noted.has(message)) return;
    this.#noted.add(message);
    this.#options.onWarn(message);
  }

  /** Ends the run, whoever is under way and whatever guest code does about it. */
  diverge(divergence: Divergence): never {
    throw this.#leave(new DivergenceError(this.purpose, divergence));
  }

  /** Ends a replay where the record does: with its error if it has one. */
  endOfRecord(): never {
    const error = this.record.end?.error;
    if (error === undefined || error.code === "interrupted") {
      throw this.#leave(new RecordEndError());
    }
    throw this.#leave(new FleetError(error.code as ErrorCode, error.message));
  }

  /** Throws what ended the run, if something did. */
  check(): void {
    if (this.signal.aborted) throw this.signal.reason;
  }

  #leave(error: FleetError): FleetError {
    if (!this.signal.aborted) this.#leaving.abort(error);
    return this.signal.reason;
  }
}

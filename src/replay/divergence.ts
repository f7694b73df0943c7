/**
 * A run that does not do what its record says: where, what, and how the two differ.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { shortDiff } from "./short_diff.ts";

/** What can differ. */
export type DivergenceKind =
  | "sandbox"
  | "variable"
  | "request"
  | "code"
  | "result"
  | "query"
  | "tool"
  | "outputs";

/** The first difference between a run and its record. */
export interface Divergence {
  /** What differs. */
  readonly kind: DivergenceKind;
  /** The step at which it does; 0 before the first. */
  readonly step: number;
  /** Path of the child run that it happened in, such as `1.2`. */
  readonly run?: string;
  /** What is wrong, as the end of a sentence. */
  readonly what: string;
  /** What the record has. */
  readonly recorded?: string;
  /** What there was instead. */
  readonly actual?: string;
}

/** Ends a run that left its record. */
export class DivergenceError extends FleetError {
  /** Where and how. */
  readonly divergence: Divergence;

  /** Says what cannot be done (`replay`, `rebuild`) and why. */
  constructor(verb: "replay" | "rebuild", divergence: Divergence) {
    super("replay-diverged", `Cannot ${verb} ${describeDivergence(divergence)}`, {
      hint: verb === "rebuild"
        ? `fork --at ${Math.max(1, divergence.step)} goes on from the step before`
        : "The record, the program or what the cells do has changed since it was made",
    });
    this.name = "DivergenceError";
    this.divergence = divergence;
  }
}

/** The divergence in words: place, what, and the lines that differ. */
export function describeDivergence(divergence: Divergence): string {
  const { actual, recorded, run, step, what } = divergence;
  const child = run === undefined ? "" : ` of child run ${run}`;
  const place = step === 0 ? `the start${child}` : `step ${step}${child}`;
  const diff = recorded === undefined && actual === undefined
    ? ""
    : `\n${shortDiff(recorded ?? "", actual ?? "")}`;
  return `${place}: ${what}${diff}`;
}

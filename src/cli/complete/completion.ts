/**
 * The shapes of a completion: what could stand at the cursor.
 *
 * @module
 */

/** One thing that could stand there. */
export interface Candidate {
  /** The whole word. */
  readonly value: string;
  /** What it is, for shells that show it. */
  readonly help?: string;
}

/** All that could stand there. */
export interface Completion {
  /** The words, in the order in which they are best shown. */
  readonly candidates: readonly Candidate[];
  /** Whether a path could stand there as well, which the shell completes. */
  readonly path?: "file" | "folder";
}

/** Nothing. */
export const NO_COMPLETION: Completion = { candidates: [] };

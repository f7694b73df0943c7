/**
 * The limits of a run as data: what they are when nobody says, and within which bounds they can be set,
 * by an option, in JSON or by a client. Loads nothing.
 *
 * @module
 */

import type { RunLimits } from "../../core/run_event.ts";

/** The limits of a run that says nothing about them. */
export const DEFAULT_LIMITS: RunLimits = {
  maxIterations: 20,
  maxLlmCalls: 50,
  maxOutputChars: 10_000,
  maxErrors: 5,
  maxDepth: 1,
};

/** Most model calls of a run under way at once, unless told otherwise. */
export const DEFAULT_CONCURRENCY = 16;

/** The least and the most that something can be set to, both included. */
export interface LimitRange {
  /** The least. */
  readonly minimum: number;
  /** The most. */
  readonly maximum: number;
}

const TOKENS: LimitRange = { minimum: 1, maximum: 1_000_000_000_000 };

/** What each limit can be set to; all but the cost are whole numbers. */
export const LIMIT_RANGES: Readonly<Record<keyof RunLimits, LimitRange>> = {
  maxIterations: { minimum: 1, maximum: 10_000 },
  maxLlmCalls: { minimum: 0, maximum: 1_000_000 },
  maxInputTokens: TOKENS,
  maxOutputTokens: TOKENS,
  maxCostUsd: { minimum: 0.000001, maximum: 1_000_000 },
  maxErrors: { minimum: 1, maximum: 10_000 },
  maxDepth: { minimum: 1, maximum: 16 },
  maxOutputChars: { minimum: 1, maximum: 100_000_000 },
};

/** Seconds for a run or a cell: at most a week; 0 for no limit. */
export const SECONDS_RANGE: LimitRange = { minimum: 0, maximum: 604_800 };

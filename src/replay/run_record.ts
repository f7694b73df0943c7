/**
 * A trajectory as replay needs it: the recipe, the steps, and what models and tools answered, by the
 * hash of what they were asked. Prompts of sub-queries, which make up most of a long record, are not
 * kept.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import type { Capabilities } from "../core/interpreter.ts";
import type { JsonValue } from "../core/json.ts";
import type { Completion, Message, Usage } from "../core/lm.ts";
import type { RunEvent } from "../core/run_event.ts";
import type { VariableInfo } from "../core/variable.ts";

/** The event that a run begins with. */
export type RunStartEvent = Extract<RunEvent, { readonly type: "run-start" }>;

/** The event that a record begins with. */
export type RunStart = RunStartEvent & Required<Pick<RunStartEvent, "recipe">>;

/** The event that a record ends with, unless its run was killed. */
export type RunEnd = Extract<RunEvent, { readonly type: "run-end" }>;

/** The event of a limit. */
export type LimitReach = Extract<RunEvent, { readonly type: "limit-reach" }>;

/** A reply of a planner. */
export interface RecordedReply {
  /** SHA-256 of its request. */
  readonly requestHash: string;
  /** What the request added to the conversation. */
  readonly messages: readonly Message[];
  /** The reply; absent when the call failed. */
  readonly completion?: Completion;
  /** Why it failed. */
  readonly error?: string;
}

/** A step as far as it went. */
export interface RecordedStep {
  /** The planner's reply; absent when it never came. */
  readonly reply?: RecordedReply;
  /** The code that ran; absent when the reply had none, or the run ended before. */
  readonly code?: string;
  /** What came of it; absent when the run ended before. */
  readonly result?: CellResult;
}

/** An answer to a sub-query or a tool call, in the order in which they were made. */
export interface RecordedAnswer<T> {
  /** The step in which it was asked for. */
  readonly step: number;
  /** What came; absent when it failed or never came. */
  readonly value?: T;
  /** Why it failed. */
  readonly error?: string;
  /** Stable code of the failure. */
  readonly errorCode?: string;
  /** Tokens that the failed call took, when they are known. */
  readonly usage?: Usage;
}

/** What one run of the tree said and did. */
export interface RecordedTurns {
  /** Its steps; the first is step 1. */
  readonly steps: readonly RecordedStep[];
  /** The one call at a limit. */
  readonly extract?: RecordedReply;
  /** Its first sandbox. */
  readonly capabilities?: Capabilities;
  /** Its variables as measured. */
  readonly variables?: readonly VariableInfo[];
  /** How it ended; absent when it was killed. */
  readonly end?: RunEnd;
}

/** A recorded run. */
export interface RunRecord extends RecordedTurns {
  /** Path of the file. */
  readonly path: string;
  /** How it began. */
  readonly start: RunStart;
  /** Child runs by their path, such as `1.2`. */
  readonly children: ReadonlyMap<string, RecordedTurns>;
  /** Answers to sub-queries by request hash. */
  readonly queries: ReadonlyMap<string, readonly RecordedAnswer<Completion>[]>;
  /** Results of tools by {@linkcode callKey}. */
  readonly calls: ReadonlyMap<string, readonly RecordedAnswer<JsonValue>[]>;
  /** The limit that ended the loop. */
  readonly limit?: LimitReach;
  /** Whether the last line was torn. */
  readonly torn: boolean;
}

/** The key of a tool call: which run of the tree makes it, and the hash of name and arguments. */
export function callKey(run: string | undefined, hash: string): string {
  return `${run ?? ""}#${hash}`;
}

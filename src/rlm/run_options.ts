/**
 * What a run is given and what it gives back.
 *
 * @module
 */

import type { Signature } from "../core/field.ts";
import type { HostTool } from "../core/host_tool.ts";
import type { Interpreter, InterpreterOptions } from "../core/interpreter.ts";
import type { JsonObject } from "../core/json.ts";
import type { LanguageModel, Usage } from "../core/lm.ts";
import type { LimitName, RunLimits, RunListener, RunStatus } from "../core/run_event.ts";
import type { Variable } from "../core/variable.ts";

/** Options of {@linkcode runRlm}. */
export interface RunOptions {
  /** What goes in, what comes out, and the instruction that joins them. */
  readonly signature: Signature;
  /**
   * One variable for every input of the signature. A value is read as the type declared for it where
   * that is not str: the text "5" for `n: int` is bound as 5.
   */
  readonly variables: readonly Variable[];
  /** The model that writes the code. */
  readonly planner: LanguageModel;
  /**
   * The model that answers `llm_query()`.
   * @default {planner}
   */
  readonly subModel?: LanguageModel;
  /** Makes an interpreter; called once at the start and once more for each sandbox that was lost. */
  createInterpreter(options: InterpreterOptions): Interpreter;
  /** Name of the backend, for the record. */
  readonly backend: string;
  /**
   * Name of the task, for the record.
   * @default {"run"}
   */
  readonly task?: string;
  /**
   * Limits; what is left out keeps its default (20 iterations, 50 sub-queries, 10,000 characters, 5
   * failed turns in a row).
   */
  readonly limits?: Partial<RunLimits>;
  /**
   * Most sub-queries under way at once.
   * @default {16}
   */
  readonly concurrency?: number;
  /**
   * Most milliseconds per cell; 0 for none.
   * @default {0}
   */
  readonly cellTimeoutMs?: number;
  /**
   * Most milliseconds for the whole run and its sandbox; 0 for none. Then the run ends at the limit
   * `time`; only the one call that extracts an answer may still take up to a minute.
   * @default {0}
   */
  readonly timeoutMs?: number;
  /** More functions for the guest, besides `llm_query` and `llm_query_batched`. */
  readonly tools?: readonly HostTool[];
  /** Listeners of the run's events, called in order and synchronously. */
  readonly listeners?: readonly RunListener[];
  /** Ends the run when aborted: the sandbox is shut down and `interrupted` is thrown. */
  readonly signal?: AbortSignal;
  /** Identifier of the run; made from the time and random bits when left out. */
  readonly runId?: string;
}

/** One step of the trajectory: a planner reply and what its cell gave. */
export interface Step {
  /** Prose of the reply around the code. */
  readonly reasoning: string;
  /** The code that ran; empty when the reply had none. */
  readonly code: string;
  /** What the planner was shown of the result. */
  readonly output: string;
}

/** What came of a run. */
export interface RunResult {
  /** Identifier of the run. */
  readonly runId: string;
  /** How it ended. */
  readonly status: RunStatus;
  /** The typed outputs in the order of the signature; absent when `status` is `limit`. */
  readonly outputs?: JsonObject;
  /** The limit that ended the loop, unless it was submitted. */
  readonly limit?: LimitName;
  /** Planner turns taken. */
  readonly iterations: number;
  /** Sub-queries admitted. */
  readonly llmCalls: number;
  /** Tokens of planner and sub-queries together. */
  readonly usage: Usage;
  /** The steps in order. */
  readonly steps: readonly Step[];
}

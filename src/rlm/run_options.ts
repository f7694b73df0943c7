/**
 * What a run is given and what it gives back.
 *
 * @module
 */

import type { PoolHint } from "../core/backend.ts";
import type { Signature } from "../core/field.ts";
import type { HostTool } from "../core/host_tool.ts";
import type { Interpreter, InterpreterOptions, SessionHandle } from "../core/interpreter.ts";
import type { JsonObject } from "../core/json.ts";
import type { LanguageModel, Usage } from "../core/lm.ts";
import type { LimitName, RunLimits, RunListener, RunStatus } from "../core/run_event.ts";
import type { RunOrigin } from "../core/run_recipe.ts";
import type { Variable } from "../core/variable.ts";
import type { PriceCall } from "../lm/price.ts";

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
  /**
   * Makes an interpreter; called once at the start, once more for each sandbox that was lost, and for
   * child runs.
   */
  createInterpreter(options: InterpreterOptions): Interpreter;
  /**
   * An interpreter over a session that lives on although its host is gone (`Backend.attach`). For runs
   * that go on from a record.
   */
  attach?(handle: SessionHandle, options: InterpreterOptions): Interpreter;
  /**
   * An interpreter of the caller's own to run in, with whatever its variables hold. It is given the
   * tools and the SUBMIT of this run, which are taken from it afterwards, and stays open; its limits
   * are those it was made with. If it is lost, `createInterpreter` makes the next one.
   */
  readonly interpreter?: Interpreter;
  /**
   * How eagerly interpreters are started for child runs, as the backend says (`Backend.pool`).
   * @default {{ spares: 1 }}
   */
  readonly pool?: PoolHint;
  /** Name of the backend, for the record. */
  readonly backend: string;
  /**
   * Name of the task, for the record.
   * @default {"run"}
   */
  readonly task?: string;
  /**
   * Limits; what is left out keeps its default (20 iterations, 50 sub-queries, 10,000 characters, 5
   * failed turns in a row, no children, no limit on tokens and cost).
   */
  readonly limits?: Partial<RunLimits>;
  /**
   * The price of a call in US dollars, `undefined` when it is not known. A limit on cost needs it to
   * reserve what a call will cost; and it is what a call cost where `Usage.costUsd` does not say.
   */
  readonly priceCall?: PriceCall;
  /**
   * Most model calls under way at once.
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
  /**
   * More functions for the guest, besides `llm_query`, `rlm_query` and their kind; children have them
   * too. Arguments are read as the types that the parameters declare, where a signature could.
   */
  readonly tools?: readonly HostTool[];
  /** Listeners of the run's events, called in order and synchronously. */
  readonly listeners?: readonly RunListener[];
  /** Ends the run when aborted: the sandbox is shut down and `interrupted` is thrown. */
  readonly signal?: AbortSignal;
  /** Identifier of the run; made from the time and random bits when left out. */
  readonly runId?: string;
  /**
   * Wraps the tools that are recorded, the run's own `budget` included, before they are; `run` is the
   * path of the child run that has it. For those who serve calls from a record.
   * @default {none}
   */
  readonly wrapTool?: (tool: HostTool, run: string | undefined) => HostTool;
  /**
   * How models and backend were set up, for the record: without keys.
   * @default {none}
   */
  readonly settings?: JsonObject;
  /** The run that this one resumes, for the record. */
  readonly resumedFrom?: RunOrigin;
  /** The run that this one branches off, for the record. */
  readonly forkedFrom?: RunOrigin;
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
  /** Planner turns taken; those of child runs are among the sub-queries. */
  readonly iterations: number;
  /** Sub-queries made over the whole tree of runs. */
  readonly llmCalls: number;
  /** Tokens of all model calls of the tree together, and what they cost as far as known. */
  readonly usage: Usage;
  /** The steps in order. */
  readonly steps: readonly Step[];
}

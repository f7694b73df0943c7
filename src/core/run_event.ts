/**
 * Everything that happens in a run, as one stream of noun-verb events. The terminal, the JSON lines,
 * the trajectory file and the tests listen to the same stream.
 *
 * @module
 */

import type { CellResult } from "./cell_result.ts";
import type { Signature } from "./field.ts";
import type { Capabilities } from "./interpreter.ts";
import type { JsonObject } from "./json.ts";
import type { Completion, Usage } from "./lm.ts";
import type { VariableInfo } from "./variable.ts";

/** How a run ended: submitted, answered by extraction at a limit, or at a limit without an answer. */
export type RunStatus = "submitted" | "extracted" | "limit";

/** Names of the limits that can end a run. */
export type LimitName = "iterations" | "llm-calls" | "errors" | "time";

/** The limits of a run. */
export interface RunLimits {
  /** Most planner turns. */
  readonly maxIterations: number;
  /** Most sub-queries over the whole run. */
  readonly maxLlmCalls: number;
  /** Most code points of a cell's output shown to the planner. */
  readonly maxOutputChars: number;
  /** Most failed turns in a row before the run gives up. */
  readonly maxErrors: number;
}

/** What every event carries. */
export interface EventBase {
  /** Milliseconds since the run started. */
  readonly atMs: number;
}

/** The events, discriminated on `type`. */
export type RunEventBody =
  | {
    readonly type: "run-start";
    readonly runId: string;
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly task: string;
    readonly signature: Signature;
    readonly planner: string;
    readonly subModel: string;
    readonly backend: string;
    readonly limits: RunLimits;
    /** SHA-256 of every file input, by variable name. */
    readonly files: Readonly<Record<string, string>>;
  }
  | {
    readonly type: "sandbox-start";
    readonly capabilities: Capabilities;
    /** True when it takes the place of one that was lost. */
    readonly replacement: boolean;
  }
  | { readonly type: "variable-bind"; readonly variables: readonly VariableInfo[] }
  | { readonly type: "step-start"; readonly step: number }
  | {
    readonly type: "plan-end";
    readonly step: number;
    /** SHA-256 of the request's messages, hex. */
    readonly requestHash: string;
    readonly completion: Completion;
    readonly durationMs: number;
  }
  | { readonly type: "code-start"; readonly step: number; readonly code: string }
  | { readonly type: "code-end"; readonly step: number; readonly result: CellResult }
  | {
    readonly type: "query-start";
    /** Number of the sub-query in the run, from 1. */
    readonly query: number;
    readonly step: number;
    readonly prompt: string;
  }
  | {
    readonly type: "query-end";
    readonly query: number;
    readonly step: number;
    /** SHA-256 of the request's messages, hex. */
    readonly requestHash: string;
    readonly completion?: Completion;
    /** Why it failed, when it did. */
    readonly error?: string;
    readonly durationMs: number;
  }
  | {
    readonly type: "limit-reach";
    readonly limit: LimitName;
    readonly used: number;
    readonly max: number;
  }
  | {
    readonly type: "extract-end";
    readonly requestHash: string;
    readonly completion?: Completion;
    readonly error?: string;
    readonly durationMs: number;
  }
  | { readonly type: "run-warn"; readonly message: string }
  | {
    readonly type: "run-end";
    /** Absent when the run failed with an error. */
    readonly status?: RunStatus;
    readonly outputs?: JsonObject;
    readonly error?: { readonly code: string; readonly message: string };
    readonly iterations: number;
    readonly llmCalls: number;
    readonly usage: Usage;
  };

/** One event of a run. */
export type RunEvent = RunEventBody & EventBase;

/** A listener of the stream. It must not throw; what it throws ends the run. */
export type RunListener = (event: RunEvent) => void;

/**
 * Everything that happens in a run, as one stream of noun-verb events. The terminal, the JSON lines,
 * the trajectory file and the tests listen to the same stream.
 *
 * @module
 */

import type { CellResult } from "./cell_result.ts";
import type { Signature } from "./field.ts";
import type { Capabilities } from "./interpreter.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import type { Completion, Message, Usage } from "./lm.ts";
import type { RunOrigin, RunRecipe } from "./run_recipe.ts";
import type { VariableInfo } from "./variable.ts";

/** How a run ended: submitted, answered by extraction at a limit, or at a limit without an answer. */
export type RunStatus = "submitted" | "extracted" | "limit";

/** Names of the limits that can end a run. */
export type LimitName =
  | "iterations"
  | "llm-calls"
  | "input-tokens"
  | "output-tokens"
  | "cost"
  | "errors"
  | "time";

/** The limits of a run. */
export interface RunLimits {
  /** Most planner turns; every child run has as many of its own. */
  readonly maxIterations: number;
  /** Most sub-queries over the whole tree of runs, where a child's turn counts as one. */
  readonly maxLlmCalls: number;
  /** Most prompt tokens over the whole tree; without it, no limit. */
  readonly maxInputTokens?: number;
  /** Most completion tokens over the whole tree; without it, no limit. */
  readonly maxOutputTokens?: number;
  /** Most US dollars over the whole tree; without it, no limit. */
  readonly maxCostUsd?: number;
  /** Depth of the tree of runs: 1 is the run alone, 2 adds its children. */
  readonly maxDepth: number;
  /** Most code points of a cell's output shown to the planner. */
  readonly maxOutputChars: number;
  /** Most failed turns in a row before a run gives up. */
  readonly maxErrors: number;
}

/** What every event carries. */
export interface EventBase {
  /** Milliseconds since the outermost run started. */
  readonly atMs: number;
  /** Path of the child run that it belongs to, such as `1.2`; absent for the outermost run. */
  readonly run?: string;
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
    /** What it takes to make the run again; absent for a child run, which its parent makes. */
    readonly recipe?: RunRecipe;
    /** The run that this one resumes. */
    readonly resumedFrom?: RunOrigin;
    /** The run that this one branches off. */
    readonly forkedFrom?: RunOrigin;
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
    /** The messages that this request adds to those of the request before and its reply. */
    readonly messages: readonly Message[];
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
    /** Stable code of the failure. */
    readonly errorCode?: string;
    /** Tokens that the failed call took, when they are known. */
    readonly usage?: Usage;
    readonly durationMs: number;
  }
  | {
    readonly type: "tool-start";
    /** Number of the call of a caller's tool in the run, from 1. */
    readonly call: number;
    readonly step: number;
    readonly tool: string;
    readonly args: JsonObject;
  }
  | {
    readonly type: "tool-end";
    readonly call: number;
    readonly step: number;
    readonly tool: string;
    /** SHA-256 of the tool's name and arguments, hex. */
    readonly requestHash: string;
    readonly result?: JsonValue;
    /** Why it failed, when it did. */
    readonly error?: string;
    readonly durationMs: number;
  }
  | {
    readonly type: "child-start";
    /** Path of the child; its own events carry it as `run`. */
    readonly child: string;
    readonly step: number;
    readonly query: string;
  }
  | {
    readonly type: "child-end";
    readonly child: string;
    readonly step: number;
    /** Absent when the child failed with an error. */
    readonly status?: RunStatus;
    /** Why it gave no answer, when it gave none. */
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
    /** The messages that this request adds to those of the request before and its reply. */
    readonly messages: readonly Message[];
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
    /** Sub-queries made, those of its children and their turns included. */
    readonly llmCalls: number;
    /** Tokens taken, those of its children included. */
    readonly usage: Usage;
  };

/** One event of a run. */
export type RunEvent = RunEventBody & EventBase;

/** A listener of the stream. It must not throw; what it throws ends the run. */
export type RunListener = (event: RunEvent) => void;

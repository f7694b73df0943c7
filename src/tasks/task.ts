/**
 * The shape of a shipped task: a signature with its instructions, the limits it runs under unless
 * told otherwise, and what the host measures beside the outputs.
 *
 * Data only. How a task's inputs are given on the command line is the command's affair; how it runs
 * is the engine's.
 *
 * @module
 */

import type { Signature } from "../core/field.ts";
import type { HostTool } from "../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { VariableInfo } from "../core/variable.ts";

/** Limits of a task, for those that are not set by the user. */
export interface TaskDefaults {
  /** Most planner turns. */
  readonly maxIterations: number;
  /** Most sub-queries over the whole run. */
  readonly maxLlmCalls: number;
  /** Most milliseconds for the run and its sandbox. */
  readonly timeoutMs: number;
}

/** What is known of a run that ended, for the measures of its task. */
export interface RunFacts {
  /** The bound variables as measured in the sandbox, by name. */
  readonly variables: ReadonlyMap<string, VariableInfo>;
  /** The typed outputs; empty when there are none. */
  readonly outputs: JsonObject;
  /** Planner turns taken. */
  readonly steps: number;
  /** What each turn said and ran, in order. */
  readonly trajectory: readonly { readonly reasoning: string; readonly code: string }[];
}

/** A value that the host measures and shows after the outputs. */
export interface TaskMeasure {
  /** Its key in the result. */
  readonly name: string;
  /** The value; undefined leaves the key out, when what it needs never happened. */
  measure(facts: RunFacts): JsonValue | undefined;
}

/** A shipped task. */
export interface Task {
  /** Name in records, lower case with hyphens. */
  readonly name: string;
  /** What it does, in one line for people. */
  readonly summary: string;
  /** Inputs, outputs and the instruction for the planner. */
  readonly signature: Signature;
  /** Its limits, unless the user sets them. */
  readonly defaults: TaskDefaults;
  /** Host tools that the task brings along. */
  readonly tools?: readonly HostTool[];
  /** What is measured beside the outputs, in the order in which it is shown. */
  readonly measures: readonly TaskMeasure[];
}

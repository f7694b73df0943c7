/**
 * Host tools: functions of the host that guest code calls as if they were Python.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "./json.ts";

/** One parameter of a host tool. */
export interface ToolParameter {
  /** A Python identifier. */
  readonly name: string;
  /** Python annotation shown to the planner, such as `str` or `list[str]`. */
  readonly type?: string;
  /** Value when the guest leaves it out; a parameter without one is required. */
  readonly default?: JsonValue;
}

/** What the host tells a tool about the call it answers. */
export interface ToolContext {
  /** Aborted when the cell ended, timed out, or the sandbox is gone. */
  readonly signal: AbortSignal;
}

/**
 * A function that guest code can call by position, keyword or default. Arguments arrive by name with
 * defaults filled in. What `call` throws arrives in the guest as a `RuntimeError` that can be caught.
 * Calls may overlap.
 */
export interface HostTool {
  /** A Python identifier that is not reserved. */
  readonly name: string;
  /** What it does, for the planner: one or two sentences. */
  readonly description: string;
  /** Its parameters in order; required ones first. */
  readonly parameters: readonly ToolParameter[];
  /** Python annotation of the result, such as `list[str]`. */
  readonly returns?: string;
  /** Answers one call. */
  call(args: JsonObject, context: ToolContext): Promise<JsonValue>;
}

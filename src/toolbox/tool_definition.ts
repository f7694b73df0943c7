/**
 * A tool as a module of the user's defines it: like a `HostTool`, with shorter ways to say the same.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { HostTool, ToolContext, ToolParameter } from "../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { parseCallText } from "./tool_text.ts";

/**
 * A tool of a module. It runs on the host, outside of the sandbox, with all that the program may do.
 *
 * @example
 * ```ts
 * import type { ToolDefinition } from "@fleet/rlm/lib";
 *
 * export const distance: ToolDefinition = {
 *   signature: "a: list[float], b: list[float] -> float",
 *   description: "Distance of two points.",
 *   call({ a, b }) {
 *     const [p, q] = [a as number[], b as number[]];
 *     return Math.hypot(...p.map((value, index) => value - (q[index] ?? 0)));
 *   },
 * };
 * ```
 */
export interface ToolDefinition {
  /**
   * Its name, a Python identifier.
   * @default {the name that it is exported under}
   */
  readonly name?: string;
  /** What it does, for the planner: one or two sentences. */
  readonly description: string;
  /** Parameters and result as text, such as `city: str, days: int = 3 -> dict`. */
  readonly signature?: string;
  /** Its parameters, where they are not in `signature`. */
  readonly parameters?: readonly ToolParameter[];
  /** Annotation of its result, where that is not in `signature`. */
  readonly returns?: string;
  /** Answers one call. What it throws arrives in the guest as a `RuntimeError`. */
  call(args: JsonObject, context: ToolContext): Promise<JsonValue> | JsonValue;
}

/**
 * The host tool of a definition.
 * @param exported Name that it is exported under, if that can be its own.
 * @throws {UsageError} What is missing.
 */
export function toHostTool(definition: ToolDefinition, exported?: string): HostTool {
  const name = definition.name ?? exported;
  if (typeof name !== "string") {
    throw new UsageError("Cannot use a tool without a name", {
      hint: 'Give it a field "name", or export it under a name of its own',
    });
  }
  const { description, parameters, returns, signature } = definition;
  if (typeof description !== "string" || description.trim() === "") {
    throw new UsageError(`Cannot use tool "${name}": it has no description`, {
      hint: "The planner knows of it what its description says",
    });
  }
  if (parameters !== undefined && !Array.isArray(parameters)) {
    throw new UsageError(`Cannot use tool "${name}": its parameters are no list`, {
      hint: 'Such as [{ name: "city", type: "str" }], or as text in "signature"',
    });
  }
  const call = signature === undefined ? undefined : parseCallText(signature);
  const result = returns ?? call?.returns;
  return {
    name,
    description,
    parameters: parameters ?? call?.parameters ?? [],
    ...(result === undefined ? {} : { returns: result }),
    async call(args, context) {
      // A module need not be typed: one that gives nothing gives None.
      const value: JsonValue | undefined = await definition.call(args, context);
      return value ?? null;
    },
  };
}

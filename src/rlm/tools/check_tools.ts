/**
 * The laws for a caller's own host tools, checked before any interpreter is made.
 *
 * @module
 */

import { UsageError } from "../../core/errors.ts";
import { RESERVED_NAMES } from "../../core/guest_helpers.ts";
import type { HostTool } from "../../core/host_tool.ts";
import { findNameProblem } from "../python/python_names.ts";

/**
 * Throws a usage error unless every tool can be called, is named by a free Python identifier and has
 * parameters that Python could declare.
 */
export function checkTools(tools: readonly HostTool[]): void {
  if (!Array.isArray(tools)) throw new UsageError("tools must be a list, not a dict");
  const seen = new Set<string>();
  for (const tool of tools) {
    checkTool(tool);
    if (seen.has(tool.name)) throw new UsageError(`Duplicate tool name '${tool.name}'`);
    seen.add(tool.name);
  }
}

function checkTool(tool: HostTool): void {
  if (typeof tool?.call !== "function") {
    throw new UsageError(`Tool "${tool?.name ?? String(tool)}" must be callable`, {
      hint: "Give it a call(args, context) method",
    });
  }
  const problem = findNameProblem(tool.name);
  if (problem !== undefined) throw new UsageError(`Tool name "${tool.name}" ${problem}`);
  if (RESERVED_NAMES.includes(tool.name)) {
    throw new UsageError(`Tool name "${tool.name}" conflicts with built-in sandbox functions`);
  }
  const seen = new Set<string>();
  let defaults = false;
  for (const parameter of tool.parameters) {
    const where = `Parameter "${parameter.name}" of tool "${tool.name}"`;
    const flaw = findNameProblem(parameter.name);
    if (flaw !== undefined) throw new UsageError(`${where} ${flaw}`);
    if (seen.has(parameter.name)) throw new UsageError(`${where} is declared twice`);
    if (defaults && parameter.default === undefined) {
      throw new UsageError(`${where} is required but follows one with a default`);
    }
    seen.add(parameter.name);
    defaults ||= parameter.default !== undefined;
  }
}

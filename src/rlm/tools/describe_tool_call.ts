/**
 * How a tool is called, in Python's words: for the planner, and for people who list tools.
 *
 * @module
 */

import type { ToolParameter } from "../../core/host_tool.ts";
import type { ToolDeclaration } from "../../core/run_recipe.ts";
import { pythonRepr } from "../python/python_text.ts";

/** A tool's Python signature, such as `lookup(key: str, limit: int = 5) -> list[str]`. */
export function describeToolCall(tool: ToolDeclaration): string {
  const returns = tool.returns === undefined ? "" : ` -> ${tool.returns}`;
  return `${tool.name}(${tool.parameters.map(describeParameter).join(", ")})${returns}`;
}

function describeParameter(parameter: ToolParameter): string {
  const typed = parameter.type === undefined ? "" : `: ${parameter.type}`;
  if (parameter.default === undefined) return `${parameter.name}${typed}`;
  const equals = typed === "" ? "=" : " = ";
  return `${parameter.name}${typed}${equals}${pythonRepr(parameter.default)}`;
}

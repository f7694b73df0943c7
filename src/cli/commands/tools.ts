/**
 * `tools`: the host tools that a run with these options would have, as the planner is told of them,
 * and those that ship.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { describeToolCall } from "../../rlm/tools/describe_tool_call.ts";
import { type GatheredTool, SHIPPED_TOOLS } from "../../toolbox/gather_tools.ts";
import type { CommandContext } from "../command_spec.ts";
import { disarm } from "../disarm.ts";
import { EXIT } from "../exit_code.ts";
import { openTools } from "../open_tools.ts";
import { renderJson } from "../output.ts";

/** A tool of the list. */
interface ListedTool extends GatheredTool {
  /** Whether a run with these options would have it. */
  readonly isGiven: boolean;
}

/** Lists the tools. */
export async function tools(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  const given = await openTools(context);
  const names = given.map(({ tool }) => tool.name);
  const others = SHIPPED_TOOLS.filter(({ name }) => !names.includes(name));
  const listed: readonly ListedTool[] = [
    ...given.map((tool) => ({ ...tool, isGiven: true })),
    ...others.map((tool) => ({ tool, source: "shipped" as const, isGiven: false })),
  ];
  terminal.out(
    args.flag("json")
      ? renderJson({ tools: listed.map(describe) })
      : disarm(listed.map(render).join("\n")),
  );
  return EXIT.ok;
}

function describe({ from, isGiven, source, tool }: ListedTool): JsonObject {
  const { description, name, parameters, returns } = tool;
  return {
    name,
    signature: describeToolCall(tool),
    description,
    parameters: parameters.map((parameter) => ({ ...parameter })),
    ...(returns === undefined ? {} : { returns }),
    source,
    ...(from === undefined ? {} : { from }),
    given: isGiven,
  };
}

function render(listed: ListedTool): string {
  const { tool } = listed;
  const description = tool.description.replace(/\s+/g, " ").trim();
  return `${describeToolCall(tool)}\n    ${description}\n    ${originOf(listed)}\n`;
}

function originOf({ from, isGiven, source, tool }: ListedTool): string {
  switch (source) {
    case "module":
    case "command":
      return `Runs on this machine: ${from}`;
    case "shipped":
      return isGiven ? "Ships with the program" : `Ships with the program: --tool ${tool.name}`;
  }
}

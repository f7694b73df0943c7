/**
 * The host tools that a user asks for: modules of his own, commands, and those that ship.
 *
 * @module
 */

import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import type { HostTool } from "../core/host_tool.ts";
import { checkTools } from "../rlm/tools/check_tools.ts";
import { REGEX_EXTRACT } from "../tasks/regex_extract_tool.ts";
import { createCommandTool } from "./command_tool.ts";
import { loadToolModule } from "./load_tool_module.ts";
import { parseToolText } from "./tool_text.ts";
import { withTimeLimit } from "./with_time_limit.ts";

/** The tools that ship with the program. */
export const SHIPPED_TOOLS: readonly HostTool[] = [REGEX_EXTRACT];

/** What is asked for. */
export interface ToolRequest {
  /** Paths of modules. */
  readonly modules: readonly string[];
  /** Names of shipped tools, and tools in one line of text. */
  readonly texts: readonly string[];
}

/** What all tools have in common. */
export interface GatherToolsOptions {
  /** Folder that paths are relative to, and that commands run in. */
  readonly cwd: string;
  /** Most milliseconds for one call; 0 for none. */
  readonly timeoutMs: number;
}

/** A tool and where it comes from. */
export interface GatheredTool {
  /** The tool. */
  readonly tool: HostTool;
  /** What answers its calls. */
  readonly source: "module" | "command" | "shipped";
  /** The module's path, or the command; absent for a shipped tool. */
  readonly from?: string;
}

/**
 * Gathers the tools; modules are loaded, which runs them.
 * @throws {UsageError} A text that is no tool, two tools of one name, a name that is taken.
 * @throws {FleetError} As `loadToolModule`.
 */
export async function gatherTools(
  { modules, texts }: ToolRequest,
  options: GatherToolsOptions,
): Promise<readonly GatheredTool[]> {
  const gathered: GatheredTool[] = [];
  for (const given of modules) {
    const path = resolve(options.cwd, given);
    for (const tool of await loadToolModule(path)) {
      const limited = withTimeLimit(tool, options.timeoutMs);
      gathered.push({ tool: limited, source: "module", from: path });
    }
  }
  for (const text of texts) gathered.push(fromText(text, options));
  checkTools(gathered.map(({ tool }) => tool));
  return gathered;
}

function fromText(text: string, options: GatherToolsOptions): GatheredTool {
  const { command, ...declared } = parseToolText(text);
  if (command !== undefined) {
    const tool = createCommandTool({ ...declared, command }, options);
    return { tool, source: "command", from: command };
  }
  const tool = SHIPPED_TOOLS.find(({ name }) => name === declared.name);
  if (tool !== undefined) return { tool, source: "shipped" };
  const names = SHIPPED_TOOLS.map(({ name }) => name).join(", ");
  throw new UsageError(`Cannot use tool "${declared.name}": none of that name ships`, {
    hint: `Shipped are ${names}; for one of your own write --tool '${declared.name}=COMMAND'`,
  });
}

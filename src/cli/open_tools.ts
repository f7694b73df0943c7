/**
 * The host tools that a command line asks for.
 *
 * @module
 */

import type { GatheredTool } from "../toolbox/gather_tools.ts";
import { optionMs } from "./command_setup.ts";
import type { CommandContext } from "./command_spec.ts";

/**
 * The tools that a command line asks for; modules are loaded, which runs them.
 * @throws {FleetError} As `gatherTools`.
 */
export async function openTools(context: CommandContext): Promise<readonly GatheredTool[]> {
  const { args, cwd } = context;
  const [modules, texts] = [args.list("tools"), args.list("tool")];
  if (modules.length + texts.length === 0) return [];
  const { gatherTools } = await import("../toolbox/gather_tools.ts");
  const timeoutMs = optionMs(context, "tool-timeout");
  return await gatherTools({ modules, texts }, { cwd, timeoutMs });
}

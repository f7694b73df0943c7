/**
 * What `init` says behind its result: what to do next, how to undo it, and what else is installed.
 *
 * @module
 */

import type { AssetLayout } from "../core/asset.ts";
import type { Installer, InstallPlan, InstallRequest } from "../core/installer.ts";
import type { CommandArguments } from "./command_arguments.ts";
import { changesOf } from "./init_report.ts";
import { quoteWord } from "./quote_word.ts";

/** What to do after an installation that changed something, and how to undo it. */
export function renderNextSteps(plan: InstallPlan, args: CommandArguments): string {
  if (changesOf(plan).length === 0) return "";
  const undo = `Undo: ${undoCommand(plan.layout, args)}\n`;
  return plan.layout === "flat"
    ? "Next: start Claude Code anew. The prompt hook and the MCP server come with the layout " +
      `plugin alone\n${undo}`
    : "Next: start Claude Code anew, or /reload-plugins in a session; " +
      `claude plugin list shows fleet-rlm@skills-dir\n${undo}`;
}

/** Says so when the assets are there in the other layout too, so that everything is there twice. */
export async function noteOtherLayout(
  installer: Installer,
  { args, request }: { readonly args: CommandArguments; readonly request: InstallRequest },
): Promise<string> {
  const layout: AssetLayout = request.layout === "plugin" ? "flat" : "plugin";
  const other = await installer.plan({ folder: request.folder, layout }).catch(() => undefined);
  if (other?.installedVersion === undefined) return "";
  return `Note: the assets are also installed with the layout ${layout} in ${other.root}; ` +
    `${undoCommand(layout, args)} takes them out\n`;
}

function undoCommand(layout: AssetLayout, args: CommandArguments): string {
  const target = args.text("target");
  const words = [
    "fleet-rlm init",
    ...(args.flag("project") ? ["--project"] : []),
    ...(target === undefined ? [] : ["--target", quoteWord(target)]),
    ...(layout === "flat" ? ["--layout flat"] : []),
    "--uninstall",
  ];
  return words.join(" ");
}

/**
 * What `init` says behind its result: what to do next, how to undo it, and what else is installed.
 *
 * @module
 */

import type { AssetLayout } from "../core/asset.ts";
import type { Installer, InstallPlan, InstallRequest, OldAssets } from "../core/installer.ts";
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

/** What an older installer left, and how to take it out. */
export function renderOld(old: readonly OldAssets[], args: CommandArguments): string {
  if (old.length === 0) return "";
  const parts = old.map(({ paths, reason, title }) =>
    `Warning: ${title} are still there. ${reason}:\n${paths.map((path) => `  ${path}\n`).join("")}`
  );
  return `${parts.join("")}Take them out, copies are kept: ${initCommand(args, "--remove-old")}\n`;
}

function undoCommand(layout: AssetLayout, args: CommandArguments): string {
  return initCommand(args, ...(layout === "flat" ? ["--layout flat"] : []), "--uninstall");
}

/** `init` for the same folder of Claude Code. */
function initCommand(args: CommandArguments, ...more: readonly string[]): string {
  const target = args.text("target");
  const words = [
    "fleet-rlm init",
    ...(args.flag("project") ? ["--project"] : []),
    ...(target === undefined ? [] : ["--target", quoteWord(target)]),
    ...more,
  ];
  return words.join(" ");
}

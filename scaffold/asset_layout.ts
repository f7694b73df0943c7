/**
 * How the assets lie in a folder of Claude Code: as one plugin, or with skills and agents among those
 * of the user, where no plugin gives their names a scope.
 *
 * @module
 */

import type { AssetKind, AssetLayout } from "../src/core/asset.ts";

/** Name of the plugin: its folder, and the scope of its names. */
export const PLUGIN = "fleet-rlm";

/** Where the root lies below the folder of Claude Code. */
const ROOTS: Readonly<Record<AssetLayout, string>> = { plugin: `skills/${PLUGIN}`, flat: "" };

/** The kinds that work outside of a plugin. */
const FLAT_KINDS: readonly AssetKind[] = ["skill", "agent", "team"];

/** A scoped name, with the folders that Claude Code takes into it: `fleet-rlm:explorer:lead`. */
const SCOPED = new RegExp(`(?<![\\w/.@-])${PLUGIN}:(?:[a-z0-9-]+:)*(?=[a-z0-9-])`, "g");

/** The beginning of the names that MCP tools have in a plugin. */
const PLUGIN_TOOLS = `mcp__plugin_${PLUGIN}_${PLUGIN}__`;

/** Where the root of a layout lies below the folder of Claude Code. */
export function rootOf(layout: AssetLayout): string {
  return ROOTS[layout];
}

/** The kind that a path of the plugin belongs to; none for what the plugin as such needs. */
export function kindOf(path: string): AssetKind | undefined {
  if (path.startsWith("skills/fleet-team/")) return "team";
  if (path.startsWith("skills/")) return "skill";
  if (path.startsWith("agents/")) return "agent";
  if (path.startsWith("hooks/")) return "hook";
  return path === ".mcp.json" ? "server" : undefined;
}

/** Whether a file is installed in a layout. */
export function isInLayout(path: string, layout: AssetLayout): boolean {
  const kind = kindOf(path);
  return layout === "plugin" || (kind !== undefined && FLAT_KINDS.includes(kind));
}

/** The text of a file in a layout. */
export function textIn(layout: AssetLayout, text: string): string {
  if (layout === "plugin") return text;
  return text.replaceAll(SCOPED, "").replaceAll(PLUGIN_TOOLS, `mcp__${PLUGIN}__`);
}

/**
 * The assets in a folder on disk: those parts that Claude Code loads, and nothing else that may lie
 * there, such as the conversations in `~/.claude`.
 *
 * @module
 */

import { join } from "node:path";
import type { AssetBytes } from "./asset_tree.ts";

/** What is read of a folder. */
const PARTS: readonly string[] = [
  ...[".claude-plugin", "agents", "hooks", "rules", "skills", ".mcp.json", "README.md", "LICENSE"],
];

/** Files of teams that were shipped once; those of Claude Code's own are none of our business. */
const TEAM = /^teams\/(?!session-)[^/]+\/config\.json$/;
const HOOKIFY = /^hookify\..*\.local\.md$/;

/** Most files and bytes of each that are read. */
const MOST_FILES = 5_000;
const MOST_BYTES = 1_048_576;

/** Reads them; symlinks are not followed, and what cannot be read is left out. */
export async function readAssets(folder: string): Promise<readonly AssetBytes[]> {
  const files: AssetBytes[] = [];
  for (const name of await namesIn(folder)) {
    if (PARTS.includes(name) || HOOKIFY.test(name)) await collect(folder, { path: name, files });
    if (name !== "teams") continue;
    for (const team of await namesIn(join(folder, name))) {
      const path = `teams/${team}/config.json`;
      if (TEAM.test(path)) await collect(folder, { path, files });
    }
  }
  return files;
}

async function collect(
  folder: string,
  { files, path }: { readonly files: AssetBytes[]; readonly path: string },
): Promise<void> {
  const at = join(folder, path);
  const info = await Deno.lstat(at).catch(() => undefined);
  if (info?.isFile && info.size <= MOST_BYTES && files.length < MOST_FILES) {
    const bytes = await Deno.readFile(at).catch(() => undefined);
    if (bytes !== undefined) files.push({ path, bytes });
  }
  if (!info?.isDirectory) return;
  for (const name of await namesIn(at)) {
    if (name !== ".git" && name !== "node_modules") {
      await collect(folder, { path: `${path}/${name}`, files });
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch {
    return [];
  }
  return names.sort();
}

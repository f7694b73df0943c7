/**
 * Takes out what the Python fleet-rlm left. It is moved, not deleted, since a text that was edited
 * cannot be told from one of a version that nobody knows: all of it can be had back.
 *
 * @module
 */

import { relative } from "node:path";
import { FleetError, messageOf, throwIfAborted } from "../../src/core/errors.ts";
import type { OldRemoval } from "../../src/core/installer.ts";
import { freshBackupFolder } from "./backup_folder.ts";
import { FileTree } from "./file_tree.ts";
import { findOldAssets } from "./old_assets.ts";
import { lockRoot, resolveFolder } from "./root_folder.ts";
import { foldersOf } from "./safe_path.ts";

/** How it is done. */
export interface RemoveOldOptions {
  /** The time, as an ISO date. */
  readonly now: string;
  /**
   * Whether it is only told.
   * @default {false}
   */
  readonly isDry?: boolean;
  /** Ends it between two paths. */
  readonly signal?: AbortSignal;
}

/**
 * Moves it to the folder of copies below the folder of Claude Code. What is reached through a symlink
 * stays: it lies elsewhere. Folders that are empty then go too.
 * @throws {FleetError} `install-busy`, `install-failed`, `interrupted`.
 */
export async function removeOldAssets(
  folder: string,
  { isDry = false, now, signal }: RemoveOldOptions,
): Promise<OldRemoval> {
  const tree = new FileTree(await resolveFolder(folder));
  const first = await choose(tree);
  if (isDry || first.paths.length === 0) return told(tree, first);
  await using _lock = await lockRoot(tree.root);
  const choice = await choose(tree);
  if (choice.paths.length === 0) return told(tree, choice);
  const backup = await freshBackupFolder(tree, now);
  for (const path of choice.paths) {
    throwIfAborted(signal);
    await move(tree, path, `${backup}/${path}`);
  }
  await tree.removeEmpty(new Set(choice.paths.flatMap(foldersOf)));
  return { ...told(tree, choice), backup: tree.locate(backup) };
}

/** Paths below the root. */
interface Choice {
  readonly paths: readonly string[];
  readonly linked: readonly string[];
}

async function choose(tree: FileTree): Promise<Choice> {
  const found = (await findOldAssets(tree.root)).flatMap(({ paths }) => paths)
    .map((path) => relative(tree.root, path).replaceAll("\\", "/"));
  const areLinked = await Promise.all(found.map((path) => isLinked(tree, path)));
  return {
    paths: found.filter((_, index) => !areLinked[index]),
    linked: found.filter((_, index) => areLinked[index]),
  };
}

function told(tree: FileTree, { linked, paths }: Choice): OldRemoval {
  const absolute = (path: string) => tree.locate(path);
  return { removed: paths.map(absolute), left: linked.map(absolute) };
}

async function isLinked(tree: FileTree, path: string): Promise<boolean> {
  const infos = await Promise.all(
    [...foldersOf(path), path].map((each) => Deno.lstat(tree.locate(each))),
  );
  return infos.some(({ isSymlink }) => isSymlink);
}

async function move(tree: FileTree, path: string, copy: string): Promise<void> {
  try {
    await tree.makeFolders(copy);
    await Deno.rename(tree.locate(path), tree.locate(copy));
  } catch (cause) {
    throw new FleetError(
      "install-failed",
      `Cannot move "${tree.locate(path)}" to "${tree.locate(copy)}": ${messageOf(cause)}`,
      { hint: "What was moved before it stays moved; the next run goes on", cause },
    );
  }
}

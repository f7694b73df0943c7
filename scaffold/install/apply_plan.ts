/**
 * Carries out a plan at a locked root. The order lets it be cut off anywhere: copies of what will be
 * replaced, then the record of what is pending, then the files one by one, then the final record.
 *
 * @module
 */

import { FleetError, messageOf, throwIfAborted } from "../../src/core/errors.ts";
import { freshBackupFolder } from "./backup_folder.ts";
import { digestText } from "./digest.ts";
import type { DiskState } from "./decide.ts";
import { FileTree } from "./file_tree.ts";
import type { FullPlan, PlannedFile } from "./make_plan.ts";
import {
  type Manifest,
  MANIFEST_NAME,
  type ManifestEntry,
  parseManifest,
  renderManifest,
} from "./manifest.ts";
import type { LockedRoot } from "./root_folder.ts";
import { foldersOf } from "./safe_path.ts";

/** What a plan is carried out with. */
export interface ApplyOptions {
  /** Its root, locked. */
  readonly lock: LockedRoot;
  /** The time, as an ISO date. */
  readonly now: string;
  /** Ends it between two files. */
  readonly signal?: AbortSignal;
}

/** What is left to say afterwards. */
export interface Applied {
  /** Folder below the root with copies of what was replaced or removed, if any was. */
  readonly backup?: string;
}

const WRITING: readonly string[] = ["create", "update", "replace", "restore"];

/**
 * Carries out a plan that nothing is in the way of, or all of it that nothing is.
 * @throws {FleetError} `install-failed`: a file could not be written, or was changed meanwhile. The
 * record tells the next run how far it came.
 */
export async function applyPlan(plan: FullPlan, options: ApplyOptions): Promise<Applied> {
  const { lock, now, signal } = options;
  const tree = new FileTree(plan.root);
  const made = new Set(plan.manifest?.folders ?? []);
  const rootFolders = Math.max(lock.foldersMade, plan.manifest?.rootFolders ?? 0);
  const record = async (entries: ReadonlyMap<string, ManifestEntry>) => {
    const kept = { version: plan.version, layout: plan.layout, installedAt: now, rootFolders };
    await writeManifest(tree, { ...kept, files: entries, folders: [...made] });
  };
  try {
    const leftovers = plan.steps.filter(({ entry }) => entry?.pendingFrom !== undefined);
    for (const path of [MANIFEST_NAME, ...leftovers.map(({ path }) => path)]) {
      await tree.sweep(path);
    }
    const final = finalEntries(plan);
    if (isOnRecord(plan, final)) return {};
    const backup = await keepCopies(plan, { tree, now });
    for (const folder of await missingFolders(plan, tree)) made.add(folder);
    // Removing needs no word of it beforehand, and must work on a disk that is full.
    if (plan.steps.some(({ action }) => WRITING.includes(action))) {
      await record(pendingEntries(plan));
    }
    for (const step of plan.steps) {
      throwIfAborted(signal);
      await carryOut(step, tree);
    }
    const emptied = plan.steps.filter(({ action }) => action === "remove" || action === "release");
    const folders = emptied.flatMap(({ path }) => foldersOf(path)).filter((each) => made.has(each));
    for (const folder of await tree.removeEmpty(new Set(folders))) made.delete(folder);
    if (final.size > 0) await record(final);
    else {
      const disk = await tree.inspect(MANIFEST_NAME);
      if (disk.kind === "file") await tree.remove(MANIFEST_NAME, { disk });
      lock.abandon(rootFolders);
    }
    return backup === undefined ? {} : { backup };
  } catch (error) {
    if (error instanceof FleetError) throw error;
    throw new FleetError("install-failed", `Cannot finish at "${plan.root}": ${messageOf(error)}`, {
      hint: "Run the command again when that is mended: it carries on where it stopped",
      cause: error,
    });
  }
}

async function carryOut(step: PlannedFile, tree: FileTree): Promise<void> {
  const { action, disk, path, shipped } = step;
  if (action === "remove") await tree.remove(path, { disk });
  if (!WRITING.includes(action) || shipped === undefined) return;
  await tree.makeFolders(path);
  await tree.write(shipped, { disk });
}

/** The folders that will be made, so that they are on record before they are on disk. */
async function missingFolders(plan: FullPlan, tree: FileTree): Promise<readonly string[]> {
  const written = plan.steps.filter(({ action }) => WRITING.includes(action));
  const folders = [...new Set(written.flatMap(({ path }) => foldersOf(path)))];
  const states = await Promise.all(folders.map((folder) => tree.inspect(folder)));
  return folders.filter((_, index) => states[index]?.kind === "absent");
}

/** Copies what somebody wrote before it goes. */
async function keepCopies(
  plan: FullPlan,
  { tree, now }: { readonly tree: FileTree; readonly now: string },
): Promise<string | undefined> {
  const steps = plan.steps.filter(({ keepsCopy }) => keepsCopy);
  if (steps.length === 0) return undefined;
  const folder = await freshBackupFolder(tree, now);
  for (const { path } of steps) {
    const copy = `${folder}/${path}`;
    await tree.makeFolders(copy);
    const mode = (await Deno.stat(tree.locate(path))).mode ?? 0o600;
    let rest: Uint8Array = await Deno.readFile(tree.locate(path));
    const how = { write: true, createNew: true, mode: mode & 0o777 };
    using file = await Deno.open(tree.locate(copy), how);
    while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    await file.sync();
  }
  return folder;
}

/** The record while files are being written or removed. */
function pendingEntries(plan: FullPlan): ReadonlyMap<string, ManifestEntry> {
  const entries = new Map(plan.manifest?.files);
  for (const { action, entry, path, shipped } of plan.steps) {
    if (shipped === undefined || !WRITING.includes(action)) continue;
    const before = entry?.pendingFrom === undefined ? entry?.sha256 : entry.pendingFrom;
    entries.set(path, { ...entryOf(shipped), pendingFrom: before ?? null });
  }
  return entries;
}

/** The record once all is done. */
function finalEntries(plan: FullPlan): ReadonlyMap<string, ManifestEntry> {
  const entries = new Map(plan.manifest?.files);
  for (const { action, disk, entry, path, shipped } of plan.steps) {
    if (plan.mode === "uninstall" || action === "remove" || action === "release") {
      entries.delete(path);
    } else if (shipped !== undefined && WRITING.includes(action)) {
      entries.set(path, entryOf(shipped));
    } else if (shipped !== undefined && action === "adopt") {
      const isOurs = entry !== undefined && !entry.isAdopted;
      entries.set(path, { ...entryOf(shipped), ...(isOurs ? {} : { isAdopted: true }) });
    } else if (entry?.pendingFrom !== undefined) {
      const settled = settle(entry, disk);
      if (settled === undefined) entries.delete(path);
      else entries.set(path, settled);
    }
  }
  return entries;
}

/** An entry that was left pending, by what is on disk. */
function settle(entry: ManifestEntry, disk: DiskState): ManifestEntry | undefined {
  const { pendingFrom, ...settled } = entry;
  if (disk.kind === "file" && disk.sha256 === entry.sha256) return settled;
  return pendingFrom ? { ...settled, sha256: pendingFrom } : undefined;
}

function entryOf({ text, mode }: { readonly text: string; readonly mode: ManifestEntry["mode"] }) {
  return { sha256: digestText(text), mode };
}

function changesDisk(action: string): boolean {
  return WRITING.includes(action) || action === "remove";
}

/** Whether there is nothing to do: neither a file nor the record would be another. */
function isOnRecord(plan: FullPlan, entries: ReadonlyMap<string, ManifestEntry>): boolean {
  const { manifest, steps, version } = plan;
  if (steps.some(({ action }) => changesDisk(action))) return false;
  if (manifest === undefined) return entries.size === 0;
  const before = renderManifest(manifest);
  return before === renderManifest({ ...manifest, version, files: entries });
}

async function writeManifest(tree: FileTree, manifest: Manifest): Promise<void> {
  const text = renderManifest(manifest);
  parseManifest(text, MANIFEST_NAME);
  const disk = await tree.inspect(MANIFEST_NAME);
  await tree.write({ path: MANIFEST_NAME, text, mode: 0o644 }, { disk });
}

/**
 * The folder that an installation lies in: found, made where it is missing, and locked against a second
 * installer. It may be reached through symlinks, which are resolved once; below it none is followed.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import { tryLock } from "../../src/core/try_lock.ts";
import { removeIfEmpty } from "./file_tree.ts";

/** Name of the file that is locked. */
export const LOCK_NAME = ".fleet-rlm.lock";

/** A root that nobody else installs to. */
export interface LockedRoot extends AsyncDisposable {
  /** How many folders had to be made, by this run or one that was killed: the root, then those above. */
  readonly foldersMade: number;
  /**
   * Says that the root is not needed any more: when disposed of, it and as many folders above it, in
   * all `count`, go as far as they are empty.
   */
  abandon(count: number): void;
}

/**
 * Where a folder really is; of one that does not exist, where it would be.
 * @throws {FleetError} `install-failed`: a file stands in its place or on the way.
 */
export async function resolveFolder(folder: string): Promise<string> {
  const missing: string[] = [];
  for (let at = folder;; at = dirname(at)) {
    try {
      const real = await Deno.realPath(at);
      if ((await Deno.stat(real)).isDirectory) return join(real, ...missing);
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound && !await isSymlink(at);
      if (isMissing && dirname(at) !== at) {
        missing.unshift(basename(at));
        continue;
      }
      if (!isMissing && !(error instanceof Deno.errors.NotADirectory)) {
        throw failed(folder, `"${at}" leads nowhere or cannot be read`, error);
      }
    }
    throw failed(folder, `"${at}" is no folder`);
  }
}

/**
 * Makes the root and locks it. When disposed of, the lock goes, and so do folders that were made and
 * are not needed. The file that is locked says how many were made, for whoever comes after a run that
 * was killed.
 * @throws {FleetError} `install-busy`, or `install-failed`.
 */
export async function lockRoot(root: string): Promise<LockedRoot> {
  const made = await makeFolders(root);
  const path = join(root, LOCK_NAME);
  let foldersMade = made.length;
  let toRemove = foldersMade;
  const clear = async () => {
    for (const folder of upwards(root, toRemove)) {
      if (!await removeIfEmpty(folder)) break;
    }
  };
  let file: Deno.FsFile;
  try {
    file = await lockFile(path);
    foldersMade = await passOn(file, foldersMade);
    toRemove = foldersMade;
  } catch (error) {
    await clear();
    throw error;
  }
  return {
    foldersMade,
    abandon: (count) => {
      toRemove = Math.max(toRemove, count);
    },
    [Symbol.asyncDispose]: async () => {
      if (Deno.build.os !== "windows") await Deno.remove(path);
      file.close();
      if (Deno.build.os === "windows") await Deno.remove(path).catch(() => {});
      await clear();
    },
  };
}

/** A root and the folders above it, innermost first, `count` in all. */
function upwards(root: string, count: number): readonly string[] {
  const folders: string[] = [];
  for (let at = root; folders.length < count && dirname(at) !== at; at = dirname(at)) {
    folders.push(at);
  }
  return folders;
}

async function makeFolders(root: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = root; !await isThere(at); at = dirname(at)) missing.unshift(at);
  const made: string[] = [];
  try {
    for (const folder of missing) {
      await Deno.mkdir(folder);
      made.push(folder);
    }
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return [...made, ...await makeFolders(root)];
    for (const folder of made.reverse()) await removeIfEmpty(folder);
    throw failed(root, messageOf(error), error);
  }
  return made;
}

/** Opens the file with the lock held. The system lets go of it when the process ends, however it does. */
async function lockFile(path: string): Promise<Deno.FsFile> {
  for (;;) {
    let file: Deno.FsFile;
    try {
      if (await isSymlink(path)) throw new Error("it is a symlink");
      file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
    } catch (error) {
      throw failed(dirname(path), messageOf(error), error);
    }
    const isLocked = await tryLock(file);
    // Who held it before may have removed the file since it was opened.
    if (isLocked && await isSameFile(file, path)) return file;
    file.close();
    if (!isLocked) {
      throw new FleetError(
        "install-busy",
        `Cannot install to "${dirname(path)}": another fleet-rlm is at work there`,
        { hint: "Try again when it is done" },
      );
    }
  }
}

/** Writes how many folders were made into the locked file; what a killed run wrote there counts too. */
async function passOn(file: Deno.FsFile, made: number): Promise<number> {
  const bytes = new Uint8Array(8);
  const length = await file.read(bytes) ?? 0;
  const before = Number(new TextDecoder().decode(bytes.subarray(0, length)));
  const count = Number.isInteger(before) && before > made ? before : made;
  await file.seek(0, Deno.SeekMode.Start);
  // On a full disk it stays unsaid, and no run is the worse for it.
  await file.write(new TextEncoder().encode(String(count))).catch(() => {});
  return count;
}

async function isSameFile(file: Deno.FsFile, path: string): Promise<boolean> {
  if (Deno.build.os === "windows") return true;
  const there = await Deno.lstat(path).catch(() => undefined);
  const { dev, ino } = await file.stat();
  return there !== undefined && there.ino === ino && there.dev === dev;
}

async function isSymlink(path: string): Promise<boolean> {
  return await Deno.lstat(path).then((info) => info.isSymlink, () => false);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function failed(root: string, state: string, cause?: unknown): FleetError {
  return new FleetError("install-failed", `Cannot install to "${root}": ${state}`, {
    hint: "Name another folder with --target",
    cause,
  });
}

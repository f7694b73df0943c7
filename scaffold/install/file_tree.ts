/**
 * Files below one folder, looked at and changed without ever following a symlink below it. Every call
 * looks at each part of the path anew, so that what was found a moment ago need not hold any more.
 *
 * @module
 */

import { join } from "node:path";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import type { DiskState } from "./decide.ts";
import { digestFile } from "./digest.ts";
import { foldersOf } from "./safe_path.ts";
import type { ShippedFile } from "./shipment.ts";

/** Ending of a file that is being written. */
const NEW = ".fleet-rlm-new";

/** What a file must be for it to be changed. */
export interface Expected {
  /** What was on disk when the change was planned. */
  readonly disk: DiskState;
}

/** The files below a folder. */
export class FileTree {
  /** The folder, absolute, symlinks resolved. */
  readonly root: string;

  /** Looks at nothing yet. */
  constructor(root: string) {
    this.root = root;
  }

  /** The absolute path. */
  locate(path: string): string {
    return join(this.root, ...path.split("/"));
  }

  /** What is at a path. Never throws: what cannot be looked at is in the way. */
  async inspect(path: string): Promise<DiskState> {
    try {
      for (const folder of foldersOf(path)) {
        const info = await lstat(this.locate(folder));
        if (info === undefined) return { kind: "absent" };
        if (info.isSymlink) return blocked(`"${folder}" is a symlink`);
        if (!info.isDirectory) return blocked(`"${folder}" is no folder`);
      }
      const info = await lstat(this.locate(path));
      if (info === undefined) return { kind: "absent" };
      if (info.isSymlink) return blocked("it is a symlink");
      if (info.isDirectory) return blocked("it is a folder");
      if (!info.isFile) return blocked("it is no regular file");
      const file = await Deno.open(this.locate(path), { read: true });
      return { kind: "file", sha256: await digestFile(file) };
    } catch (error) {
      return blocked(`it cannot be read: ${messageOf(error)}`);
    }
  }

  /** Makes the folders that a path lies in. */
  async makeFolders(path: string): Promise<void> {
    for (const folder of foldersOf(path)) {
      const info = await lstat(this.locate(folder));
      if (info === undefined) await Deno.mkdir(this.locate(folder));
      else if (!info.isDirectory) throw changed(folder);
    }
  }

  /**
   * Puts a file in its place in one go: whoever looks sees the old text or the new, whole. The folders
   * are there already.
   * @throws {FleetError} `install-failed`: what is there is not what was expected.
   */
  async write(file: ShippedFile, { disk }: Expected): Promise<void> {
    const path = this.locate(file.path);
    const fresh = path + NEW;
    await removeIfThere(fresh);
    try {
      await writeNew(fresh, file);
      await this.#expect(file.path, disk);
      if (disk.kind === "absent" && await linkNew(fresh, path)) return;
      await Deno.rename(fresh, path);
    } finally {
      await removeIfThere(fresh);
    }
  }

  /**
   * Removes a file.
   * @throws {FleetError} `install-failed`: it is not what was expected.
   */
  async remove(path: string, { disk }: Expected): Promise<void> {
    await this.#expect(path, disk);
    await Deno.remove(this.locate(path));
  }

  /** Removes what a killed run left of writing a file. */
  async sweep(path: string): Promise<void> {
    const { kind } = await this.inspect(path + NEW);
    if (kind === "file") await removeIfThere(this.locate(path) + NEW);
  }

  /** Removes folders that are empty, innermost first; those that were removed. */
  async removeEmpty(folders: Iterable<string>): Promise<readonly string[]> {
    const removed: string[] = [];
    for (const folder of [...folders].sort().reverse()) {
      const state = await this.inspect(`${folder}/x`);
      if (state.kind !== "blocked" && await removeIfEmpty(this.locate(folder))) {
        removed.push(folder);
      }
    }
    return removed;
  }

  async #expect(path: string, disk: DiskState): Promise<void> {
    const now = await this.inspect(path);
    const isSame = now.kind === disk.kind &&
      (now.kind !== "file" || disk.kind !== "file" || now.sha256 === disk.sha256);
    if (!isSame) throw changed(path);
  }
}

/** Removes a folder, no symlink, if it is empty; whether it was removed. */
export async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    if (!(await Deno.lstat(folder)).isDirectory) return false;
    await Deno.remove(folder);
    return true;
  } catch {
    return false;
  }
}

/** Writes a file that is not there yet, through to the disk. */
async function writeNew(path: string, { mode, text }: ShippedFile): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true, mode });
  let rest: Uint8Array = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
  await file.sync();
  if (Deno.build.os !== "windows") await Deno.chmod(path, mode);
}

/** Links a finished file to where nothing may be; false where the file system has no links. */
async function linkNew(fresh: string, path: string): Promise<boolean> {
  try {
    await Deno.link(fresh, path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw changed(path);
    return false;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function lstat(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function blocked(reason: string): DiskState {
  return { kind: "blocked", reason };
}

function changed(path: string): FleetError {
  return new FleetError("install-failed", `Cannot go on at "${path}": it was changed meanwhile`, {
    hint: "Run the command again: it carries on where it stopped",
  });
}

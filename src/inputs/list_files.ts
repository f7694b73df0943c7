/**
 * Lists the files of a folder that match, without reading them. Symbolic links are followed to files
 * that lie in the folder and are not hidden there, and to nothing else.
 *
 * @module
 */

import { throwIfAborted } from "../core/errors.ts";
import { advance, type GlobState, isMatch, isPassedOver } from "./glob.ts";

/** A file that matches. */
export interface ListedFile {
  /** Path below the folder, with forward slashes. */
  readonly path: string;
  /** Where its bytes are, absolute. */
  readonly realPath: string;
}

/** What was found. */
export interface FileList {
  /** The files that match, sorted by the bytes of their paths. */
  readonly files: readonly ListedFile[];
  /** Paths of links that were not followed. */
  readonly links: readonly string[];
  /** Paths that match and are neither files nor folders, and folders that cannot be listed. */
  readonly unreadable: readonly string[];
}

/** Options of {@linkcode listFiles}. */
export interface ListFilesOptions {
  /** What must match. */
  readonly match: GlobState;
  /** Called with the number of files so far; may throw to end the walk. */
  onCount(files: number): void;
  /** Ends the walk when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Walks the folder at `root`, an absolute path without symbolic links. */
export async function listFiles(root: string, options: ListFilesOptions): Promise<FileList> {
  const files: ListedFile[] = [];
  const links: string[] = [];
  const unreadable: string[] = [];
  const waiting = [{ path: "", match: options.match }];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    throwIfAborted(options.signal);
    for (const entry of await readFolder(join(root, folder.path)) ?? []) {
      const match = advance(folder.match, entry.name);
      const path = folder.path === "" ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.isDirectory) {
        if (match.length > 0) waiting.push({ path, match });
        continue;
      }
      if (!isMatch(match)) continue;
      if (entry.isFile) files.push({ path, realPath: join(root, path) });
      else if (!entry.isSymlink) unreadable.push(path);
      else {
        const realPath = await resolveLink(root, path);
        if (realPath === undefined) links.push(path);
        else files.push({ path, realPath });
      }
      options.onCount(files.length);
    }
  }
  return { files: sortPaths(files, (file) => file.path), links, unreadable };

  async function readFolder(path: string): Promise<readonly Deno.DirEntry[] | undefined> {
    try {
      return await Array.fromAsync(Deno.readDir(path));
    } catch {
      unreadable.push(path === root ? "." : path.slice(root.length + 1));
      return undefined;
    }
  }
}

/** Where a link leads, if that is a file that could be listed itself. */
async function resolveLink(root: string, path: string): Promise<string | undefined> {
  try {
    const target = await Deno.realPath(join(root, path));
    const inside = join(root, "");
    if (!target.startsWith(inside)) return undefined;
    const isHidden = target.slice(inside.length).split("/").some(isPassedOver);
    return !isHidden && (await Deno.lstat(target)).isFile ? target : undefined;
  } catch {
    return undefined;
  }
}

function join(root: string, path: string): string {
  return root.endsWith("/") ? root + path : `${root}/${path}`;
}

/** Sorted as Python sorts strings, by code point. */
function sortPaths<T>(items: readonly T[], pathOf: (item: T) => string): readonly T[] {
  const encoder = new TextEncoder();
  const keyed = items.map((item) => ({ item, key: encoder.encode(pathOf(item)) }));
  keyed.sort((a, b) => compareBytes(a.key, b.key));
  return keyed.map(({ item }) => item);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

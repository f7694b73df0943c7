/**
 * The folders whose files a client may name as inputs. What a client asks for may come from a document
 * that somebody else wrote: so neither `..` nor a symbolic link leads out, and hidden files (keys,
 * `.git`) stay out of reach unless a root lies among them.
 *
 * Only says where a file is; opening it is `src/inputs/`.
 *
 * @module
 */

import { join, relative, resolve, sep } from "node:path";
import { FleetError, messageOf, UsageError } from "../core/errors.ts";
import { isGlob, namesHidden, parseGlob } from "../inputs/glob.ts";

/** Folders with inputs. */
export interface InputRoots {
  /** The folders, absolute and without links; relative paths start at the first. */
  readonly folders: readonly string[];
  /**
   * Where a file, folder or glob is that a client names: absolute, without links.
   * @throws {FleetError} `refused` when it may not be had, `input-missing`, `input-unreadable`.
   * @throws {UsageError} It is no path.
   */
  locate(path: string): Promise<string>;
}

/** Options of {@linkcode openInputRoots}. */
export interface InputRootsOptions {
  /** The current folder, absolute. */
  readonly cwd: string;
  /**
   * Absolute paths that a sandbox may write to. Nothing in them is an input: guest code could put a
   * link in the place of a file after it was looked at.
   */
  readonly writable: readonly string[];
}

/**
 * Finds the folders.
 * @throws {FleetError} `input-missing` or `input-unreadable` for one that is none.
 */
export async function openInputRoots(
  given: readonly string[],
  options: InputRootsOptions,
): Promise<InputRoots> {
  const spelled = (given.length === 0 ? ["."] : given).map((path) => resolve(options.cwd, path));
  const folders = await Promise.all(spelled.map(realFolder));
  const writable = await Promise.all(
    options.writable.map((path) => Deno.realPath(path).catch(() => path)),
  );
  const [first = options.cwd] = folders;

  /** Makes sure that a path without links may be had. */
  function admit(real: string, path: string): void {
    const inside = folders.filter((folder) => isWithin(real, folder));
    if (inside.length === 0) {
      throw refusal(path, "a symbolic link leads out of the folders of inputs", folders);
    }
    if (inside.every((folder) => isHidden(relative(folder, real)))) {
      throw refusal(path, "it is hidden", folders);
    }
    if (writable.some((folder) => isWithin(real, folder))) {
      throw new FleetError("refused", `Cannot use "${path}": the sandbox may write there`, {
        hint: "Let Python read it in the sandbox with open(), or keep inputs in another folder",
      });
    }
  }

  return {
    folders,
    async locate(path) {
      if (path === "" || path.includes("\0")) {
        throw new UsageError(
          `Cannot use "${path}" as a path: ${path ? "NUL in it" : "it is empty"}`,
        );
      }
      const absolute = resolve(first, path);
      const root = [...folders, ...spelled].find((folder) => isWithin(absolute, folder));
      if (root === undefined) {
        throw refusal(path, "it is outside of the folders of inputs", folders);
      }
      const real = await realPathIfThere(absolute, path);
      if (real !== undefined) {
        admit(real, path);
        return real;
      }
      if (!isGlob(path)) throw missing(path, first);
      const pattern = relative(root, absolute);
      const glob = parseGlob(pattern);
      const base = await realPathIfThere(join(root, glob.base), path);
      if (base === undefined) throw missing(path, first);
      admit(base, path);
      if (namesHidden(glob)) throw refusal(path, "it names hidden files", folders);
      return `${(await Deno.realPath(root)).replace(/[*?[]/g, "[$&]")}/${pattern}`;
    },
  };
}

async function realFolder(path: string): Promise<string> {
  try {
    if ((await Deno.stat(path)).isDirectory) return await Deno.realPath(path);
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    throw new FleetError(
      isMissing ? "input-missing" : "input-unreadable",
      `Cannot use "${path}" for --root: ${isMissing ? "it does not exist" : messageOf(cause)}`,
      { hint: "Name a folder", cause },
    );
  }
  throw new FleetError("input-unreadable", `Cannot use "${path}" for --root: it is no folder`, {
    hint: "Name the folder that it is in",
  });
}

async function realPathIfThere(absolute: string, path: string): Promise<string | undefined> {
  try {
    return await Deno.realPath(absolute);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw new FleetError("input-unreadable", `Cannot read "${path}": ${messageOf(cause)}`, {
      cause,
    });
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isHidden(path: string): boolean {
  return path.split(sep).some((name) => name.startsWith("."));
}

function refusal(path: string, state: string, folders: readonly string[]): FleetError {
  return new FleetError("refused", `Cannot use "${path}": ${state}`, {
    hint: `Files may be named in ${folders.join(", ")}; ` +
      "whoever starts the server adds folders with --root",
  });
}

function missing(path: string, root: string): FleetError {
  return new FleetError("input-missing", `Cannot read "${path}": no such file`, {
    hint: `Check the path; it is taken from ${root}`,
  });
}

/**
 * Opens a regular file, so that a directory, a device or a pipe is refused before anything is read.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { unreadable } from "./file_errors.ts";

/**
 * Opens a regular file for reading; `label` is what it is called in errors.
 * @throws {FleetError} `input-missing` or `input-unreadable`.
 */
export async function openRegularFile(path: string, label: string): Promise<Deno.FsFile> {
  try {
    const info = await Deno.stat(path);
    if (info.isDirectory) {
      throw new FleetError("input-unreadable", `Cannot read ${label}: it is a directory`, {
        hint: "Give the path of a text file",
      });
    }
    if (!info.isFile) {
      throw new FleetError("input-unreadable", `Cannot read ${label}: it is not a regular file`, {
        hint: "Give the path of a text file, or send its content on standard input",
      });
    }
    return await Deno.open(path);
  } catch (cause) {
    if (cause instanceof FleetError) throw cause;
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      throw new FleetError("input-missing", `Cannot read ${label}: no such file`, {
        hint: /^"[a-z][a-z+]+:\/\//i.test(label)
          ? "Nothing is fetched from an address: download it, and give the path of the file"
          : "Check the path; it is taken from the current folder",
        cause,
      });
    }
    throw unreadable(label, cause);
  }
}

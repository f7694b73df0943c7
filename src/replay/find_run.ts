/**
 * From what a user calls a run to the file of its record: a path, the run's identifier or the
 * beginning of one, or `last`.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { RECORD_SUFFIX } from "../config/state_folder.ts";
import { FleetError, UsageError } from "../core/errors.ts";
import { recordIds } from "../records/record_ids.ts";

/** Where to look. */
export interface FindRunOptions {
  /** Folder that holds the records, each named after its run. */
  readonly folder: string;
  /** The current folder, absolute. */
  readonly cwd: string;
}

const SHOWN = 5;

/**
 * Absolute path of the record.
 * @throws {FleetError} `input-missing` when there is no such run, `usage` when several begin so,
 * `input-unreadable`.
 */
export async function findRun(name: string, options: FindRunOptions): Promise<string> {
  if (name === "") {
    throw new UsageError("Cannot tell which run is meant: its name is empty", {
      hint: "Give a path, a run id or the beginning of one, or last",
    });
  }
  const path = resolve(options.cwd, name);
  const isFile = () => Deno.stat(path).then((info) => info.isFile, () => false);
  if (/[/\\]/.test(name) || name.endsWith(RECORD_SUFFIX) || await isFile()) return path;
  const ids = await recordIds(options.folder);
  if (name === "last") {
    const last = await findLast(ids, options.folder);
    if (last === undefined) throw unknownRun(name, options.folder);
    return last;
  }
  const found = ids.includes(name) ? [name] : ids.filter((id) => id.startsWith(name));
  const [only, ...more] = found;
  if (only === undefined) throw unknownRun(name, options.folder);
  if (more.length > 0) {
    const shown = found.slice(0, SHOWN).join(", ") + (found.length > SHOWN ? ", …" : "");
    throw new UsageError(`Cannot tell which run "${name}" is: ${found.length} begin so`, {
      hint: `Give more of it: ${shown}`,
    });
  }
  return join(options.folder, only + RECORD_SUFFIX);
}

/** The record of the newest run; of those of the same second, the one that was written to last. */
async function findLast(ids: readonly string[], folder: string): Promise<string | undefined> {
  const [second] = ids[0]?.split("-") ?? [];
  const paths = ids.filter((id) => id.split("-", 1)[0] === second)
    .map((id) => join(folder, id + RECORD_SUFFIX));
  const written = await Promise.all(paths.map(async (path) => ({
    path,
    atMs: (await Deno.stat(path).catch(() => undefined))?.mtime?.getTime() ?? 0,
  })));
  return written.sort((a, b) => a.atMs - b.atMs).at(-1)?.path;
}

function unknownRun(name: string, folder: string): FleetError {
  return new FleetError("input-missing", `Cannot find run "${name}": no record of it`, {
    hint: `Give the path of a record, or the identifier of a run in ${folder}`,
  });
}

/**
 * The runs on record by the names of their files.
 *
 * @module
 */

import { basename } from "node:path";
import { RECORD_SUFFIX } from "../config/state_folder.ts";
import { FleetError, messageOf } from "../core/errors.ts";

/** The identifier of a run, by the path of its record. */
export function recordId(path: string): string {
  return basename(path, RECORD_SUFFIX);
}

/**
 * Identifiers of the runs in a folder, newest first, for they begin with the time of their start; none
 * when there is no folder.
 * @throws {FleetError} `input-unreadable`.
 */
export async function recordIds(folder: string): Promise<readonly string[]> {
  const ids: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(RECORD_SUFFIX)) ids.push(recordId(name));
    }
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return [];
    throw new FleetError("input-unreadable", `Cannot list "${folder}": ${messageOf(cause)}`, {
      cause,
    });
  }
  return ids.sort().reverse();
}

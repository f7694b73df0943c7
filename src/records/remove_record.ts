/**
 * Removes the record of a run and what belongs to it: its side files and its page.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { FleetError, messageOf } from "../core/errors.ts";
import { recordId } from "./record_ids.ts";

/** Options of {@linkcode removeRecord}. */
export interface RemoveRecordOptions {
  /** Names of all files in the folder of the record. */
  readonly names: readonly string[];
  /** Folder of the pages that were made of records. */
  readonly pages: string;
}

/**
 * Removes the files; the record itself last, so that one that could not be removed is still listed.
 * @throws {FleetError} `output-failed`.
 */
export async function removeRecord(path: string, options: RemoveRecordOptions): Promise<void> {
  const id = recordId(path);
  const side = options.names
    .filter((name) => name.startsWith(`${id}.`) && name.endsWith(".json"))
    .map((name) => join(dirname(path), name));
  for (const file of [...side, join(options.pages, `${id}.html`), path]) {
    try {
      await Deno.remove(file);
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) continue;
      throw new FleetError("output-failed", `Cannot remove "${file}": ${messageOf(cause)}`, {
        cause,
      });
    }
  }
}

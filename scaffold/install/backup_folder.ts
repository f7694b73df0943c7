/**
 * Where copies of what somebody wrote are kept before it is replaced or taken out.
 *
 * @module
 */

import type { FileTree } from "./file_tree.ts";

/** Folder of the copies, one folder below it for each time. */
export const BACKUP_FOLDER = ".fleet-rlm-backup";

/** A folder for the copies of this time that is not there yet, below the root; `now` as an ISO date. */
export async function freshBackupFolder(tree: FileTree, now: string): Promise<string> {
  const name = `${BACKUP_FOLDER}/${now.replace(/[:.]/g, "-")}`;
  for (let count = 1;; count++) {
    const folder = count === 1 ? name : `${name}-${count}`;
    if ((await tree.inspect(folder)).kind === "absent") return folder;
  }
}

/**
 * Which documents the shared volume has already, asked before a sandbox is made: those alone it may
 * mount so that nothing can be written.
 *
 * @module
 */

import type { ModalClient, Volume } from "modal";
import type { FileReference } from "../../src/core/variable.ts";
import { withDeadline } from "./deadline.ts";
import type { SharedInputs } from "./placed_files.ts";

const LIST_MS = 15_000;

/** What the volume has of the files that will be bound. Where it cannot be asked, it has nothing. */
export async function findSharedInputs(
  client: ModalClient,
  volume: Volume,
  files: readonly FileReference[],
): Promise<SharedInputs> {
  const present = new Set<string>();
  await Promise.all(files.map(async ({ bytes, sha256 }) => {
    if (await sizeOf(client, volume, sha256) === bytes) present.add(sha256);
  }));
  const missing = files.map(({ sha256 }) => sha256).filter((each) => !present.has(each));
  return { volume, present, wanted: new Set(missing) };
}

async function sizeOf(
  client: ModalClient,
  volume: Volume,
  path: string,
): Promise<number | undefined> {
  try {
    return await withDeadline("look for a document on the volume", LIST_MS, undefined, async () => {
      const request = { volumeId: volume.volumeId, path, recursive: false };
      for await (const { entries } of client.cpClient.volumeListFiles2(request)) {
        const entry = entries.find((each) => each.path.replace(/^\/+/, "") === path);
        if (entry !== undefined) return Number(entry.size);
      }
      return undefined;
    });
  } catch {
    return undefined;
  }
}

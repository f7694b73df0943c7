/**
 * A file out of a sandbox, of any size: Modal's filesystem tools read whole files up to some size, what
 * is larger comes in pieces. It appears in its place once it is complete.
 *
 * @module
 */

import { dirname } from "node:path";
import type { Sandbox } from "modal";
import type { VolumeTransfer } from "../../../src/core/cloud_account.ts";
import { MOUNT } from "./volume_sandbox.ts";

/** Largest piece, bytes. */
const PIECE_BYTES = 32 * 2 ** 20;
/** Prints a piece of a file: its path, the number of its first byte from 1, and how many. */
const PRINT_PIECE = 'tail -c "+$2" -- "$1" | head -c "$3"';

/** Copies a file of the volume to its place here. */
export async function copyToLocal(
  sandbox: Sandbox,
  { remote, local, bytes }: VolumeTransfer,
): Promise<void> {
  const path = `${MOUNT}/${remote}`;
  if (bytes <= PIECE_BYTES) return await sandbox.filesystem.copyToLocal(path, local);
  await Deno.mkdir(dirname(local), { recursive: true });
  const draft = `${local}.${crypto.randomUUID()}.part`;
  try {
    using file = await Deno.open(draft, { createNew: true, write: true });
    for (let start = 0; start < bytes; start += PIECE_BYTES) {
      const length = Math.min(PIECE_BYTES, bytes - start);
      const got = await copyPiece(sandbox, file, [path, `${start + 1}`, `${length}`]);
      if (got !== length) throw new Error(`it ended after ${start + got} of ${bytes} bytes`);
    }
    await Deno.rename(draft, local);
  } catch (thrown) {
    await Deno.remove(draft).catch(() => {});
    throw thrown;
  }
}

/** Writes a piece to a file; its length. */
async function copyPiece(
  sandbox: Sandbox,
  file: Deno.FsFile,
  piece: readonly string[],
): Promise<number> {
  const command = ["sh", "-c", PRINT_PIECE, "sh", ...piece];
  const process = await sandbox.exec(command, { mode: "binary", stderr: "ignore" });
  let length = 0;
  for await (const data of process.stdout) {
    for (let rest = data; rest.length > 0;) rest = rest.subarray(await file.write(rest));
    length += data.length;
  }
  await process.wait();
  return length;
}

/**
 * Reads a file in blocks, the next one while the last is worked on: for a long document that is a
 * third of the time.
 *
 * @module
 */

import { throwIfAborted } from "../core/errors.ts";
import { unreadable } from "./file_errors.ts";

/** Most bytes read at a time. */
const MAX_BLOCK_BYTES = 1 << 20;

/** Options of {@linkcode readBlocks}. */
export interface ReadBlocksOptions {
  /** What the file is called in errors. */
  readonly label: string;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The file's bytes from where it stands to its end. A block is good until the next is asked for; the
 * file is not closed.
 * @throws {FleetError} `input-unreadable` or `interrupted`.
 */
export async function* readBlocks(
  file: Deno.FsFile,
  { label, signal }: ReadBlocksOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const { size } = await file.stat();
  // One byte more than a short file has: its end then shows with the next read.
  const blockBytes = Math.min(size + 1, MAX_BLOCK_BYTES);
  let current = new Uint8Array(blockBytes);
  let spare = new Uint8Array(0);
  let reading = file.read(current);
  try {
    for (;;) {
      throwIfAborted(signal);
      const count = await reading ?? 0;
      if (count === 0) return;
      const filled = current;
      if (spare.length === 0) spare = new Uint8Array(blockBytes);
      [current, spare] = [spare, current];
      reading = file.read(current);
      yield filled.subarray(0, count);
    }
  } catch (cause) {
    throwIfAborted(signal);
    throw unreadable(label, cause);
  } finally {
    await reading.catch(() => {});
  }
}

/**
 * The text of a file that was opened as a reference. For code and JSON, which are small; documents
 * are never read whole on the host.
 *
 * @module
 */

import type { FileReference } from "../core/variable.ts";
import { textBlocks } from "./text_blocks.ts";
import { MAX_UNPACKED_BYTES } from "./unpack_gzip.ts";

/** Reads the whole file in its encoding, unpacked, without a byte order mark. */
export async function readTextFile(file: FileReference): Promise<string> {
  const decoder = new TextDecoder();
  const label = `"${file.path}"`;
  const parts: string[] = [];
  for await (const block of textBlocks(file, { label, maxUnpackedBytes: MAX_UNPACKED_BYTES })) {
    parts.push(decoder.decode(block, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

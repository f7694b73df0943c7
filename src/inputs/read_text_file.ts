/**
 * The text of a file that was opened as a reference, or its head. For code and JSON, which are small;
 * documents are never read whole on the host.
 *
 * @module
 */

import type { FileReference } from "../core/variable.ts";
import { textBlocks } from "./text_blocks.ts";
import { MAX_UNPACKED_BYTES } from "./unpack_gzip.ts";

/** Reads the whole file in its encoding, unpacked, without a byte order mark. */
export async function readTextFile(file: FileReference): Promise<string> {
  const parts: string[] = [];
  for await (const part of decodeBlocks(file)) parts.push(part);
  return parts.join("");
}

/** Reads the first code points of a file, at most `chars`, and no more of it than that takes. */
export async function readTextHead(file: FileReference, chars: number): Promise<string> {
  const parts: string[] = [];
  let left = chars;
  for await (const part of decodeBlocks(file)) {
    const points = Array.from(part.slice(0, left * 2)).slice(0, left);
    parts.push(points.join(""));
    left -= points.length;
    if (left <= 0) break;
  }
  return parts.join("");
}

async function* decodeBlocks(file: FileReference): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const label = `"${file.path}"`;
  for await (const block of textBlocks(file, { label, maxUnpackedBytes: MAX_UNPACKED_BYTES })) {
    yield decoder.decode(block, { stream: true });
  }
  yield decoder.decode();
}

/**
 * Chunks of equal size; the host's twin of the guest's `chunk_by_size`. Pure; linear time.
 *
 * @module
 */

import { checkInteger } from "./arguments.ts";
import { unitAfter } from "./code_points.ts";

/** Options of {@linkcode chunkBySize}. */
export interface ChunkBySizeOptions {
  /**
   * Code points per chunk; the last may be shorter.
   * @default {200000}
   */
  readonly size?: number;
  /**
   * Code points at the end of a chunk that the next repeats.
   * @default {0}
   */
  readonly overlap?: number;
}

/**
 * Cuts `text` into chunks of `size` code points. Empty text gives no chunk; no chunk lies wholly
 * inside the one before.
 * @throws {RangeError} When a number is no integer, `size` is below 1, or `overlap` is negative or
 * not less than `size`.
 */
export function chunkBySize(text: string, options: ChunkBySizeOptions = {}): string[] {
  const { size = 200_000, overlap = 0 } = options;
  checkInteger("chunk text", { name: "size", value: size, minimum: 1 });
  checkInteger("chunk text", { name: "overlap", value: overlap, minimum: 0 });
  if (overlap >= size) {
    throw new RangeError(
      `Cannot chunk text: overlap must be less than size, not ${overlap} with size ${size}`,
    );
  }
  const chunks: string[] = [];
  for (let start = 0; start < text.length;) {
    const next = unitAfter(text, start, size - overlap);
    const end = unitAfter(text, next, overlap);
    chunks.push(text.slice(start, end));
    if (end === text.length) break;
    start = next;
  }
  return chunks;
}

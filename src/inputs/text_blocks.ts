/**
 * The text of a file that was opened as a reference, as blocks of UTF-8 without a byte order mark.
 *
 * @module
 */

import type { FileReference } from "../core/variable.ts";
import { openRegularFile } from "./open_regular_file.ts";
import { readBlocks, type ReadBlocksOptions } from "./read_blocks.ts";
import { unpackGzip } from "./unpack_gzip.ts";

/** Options of {@linkcode textBlocks}. */
export interface TextBlocksOptions extends ReadBlocksOptions {
  /** Most bytes to unpack to. */
  readonly maxUnpackedBytes: number;
}

/**
 * Reads the text of `file`. A block is good until the next is asked for; blocks may part a character.
 * @throws {FleetError} As `openTextFile`, should the file have changed since.
 */
export async function* textBlocks(
  file: FileReference,
  options: TextBlocksOptions,
): AsyncGenerator<Uint8Array, void, void> {
  using opened = await openRegularFile(file.path, options.label);
  const raw = readBlocks(opened, options);
  const blocks = file.compression === "gzip" ? unpackGzip(raw, options) : raw;
  yield* decodeBlocks(blocks, file.encoding);
}

/** Text in some encoding as UTF-8 without a byte order mark. */
export function decodeBlocks(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: FileReference["encoding"],
): AsyncGenerator<Uint8Array, void, void> {
  return encoding === "utf-16" ? fromUtf16(blocks) : withoutMark(blocks, encoding);
}

async function* withoutMark(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: FileReference["encoding"],
): AsyncGenerator<Uint8Array, void, void> {
  let marked = encoding === "utf-8-sig" ? 3 : 0;
  for await (const block of blocks) {
    const cut = Math.min(marked, block.length);
    marked -= cut;
    if (cut < block.length) yield block.subarray(cut);
  }
}

async function* fromUtf16(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  let decoder: TextDecoder | undefined;
  for await (const block of blocks) {
    decoder ??= new TextDecoder(block[0] === 0xfe ? "utf-16be" : "utf-16le");
    yield encoder.encode(decoder.decode(block, { stream: true }));
  }
  const rest = decoder?.decode() ?? "";
  if (rest !== "") yield encoder.encode(rest);
}

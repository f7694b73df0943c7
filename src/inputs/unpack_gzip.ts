/**
 * Unpacks gzip block by block, so that memory does not grow with it, and no further than a limit: a
 * few kilobytes can unpack to gigabytes.
 *
 * @module
 */

import type { Gunzip } from "node:zlib";
import { FleetError, messageOf } from "../core/errors.ts";
import { tooLarge, unusable } from "./file_errors.ts";

/** Most bytes of text that an input may unpack to, unless told otherwise. */
export const MAX_UNPACKED_BYTES: number = 2 ** 31;

/** Packed bytes given to the unpacker at a time: few, for all they unpack to waits in memory. */
const PACKED_BYTES = 1 << 13;
/** Unpacked bytes taken from it at a time. */
const UNPACKED_BYTES = 1 << 16;

/** Options of {@linkcode unpackGzip}. */
export interface UnpackOptions {
  /** What the file is called in errors. */
  readonly label: string;
  /** Most bytes to unpack to. */
  readonly maxUnpackedBytes: number;
}

/**
 * The unpacked bytes of a gzip file, of all its members one after the other. A block is good until the
 * next is asked for.
 * @throws {FleetError} `input-invalid` when it is damaged or too large, and what `packed` throws.
 */
export async function* unpackGzip(
  packed: AsyncIterable<Uint8Array>,
  { label, maxUnpackedBytes }: UnpackOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { createGunzip } = await import("node:zlib");
  const unpacker = createGunzip({ chunkSize: UNPACKED_BYTES });
  let failure: unknown;
  const feeding = feed(unpacker, packed).catch((thrown) => {
    failure = thrown;
    unpacker.destroy();
  });
  let bytes = 0;
  try {
    for await (const block of unpacker) {
      bytes += block.length;
      if (bytes > maxUnpackedBytes) throw tooLarge(label, maxUnpackedBytes);
      // A plain array: `slice` of a Node buffer gives a view, which does not outlive its block.
      yield new Uint8Array(block.buffer, block.byteOffset, block.length);
      giveBack(block);
    }
    if (failure !== undefined) throw failure;
  } catch (thrown) {
    if (failure instanceof FleetError) throw failure;
    if (thrown instanceof FleetError) throw thrown;
    throw unusable(label, `it is damaged gzip (${messageOf(thrown)})`, {
      hint: "Check it with gzip -t, or fetch it anew",
      cause: thrown,
    });
  } finally {
    unpacker.destroy();
    await feeding;
  }
}

/**
 * Frees the memory of a block that reaches to the end of its buffer, after which the unpacker takes
 * another: left to the collector, a hundred megabytes of them gather.
 */
function giveBack({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): void {
  if (byteOffset + length === buffer.byteLength) buffer.transfer(0);
}

/** Writes blocks to the unpacker. Each is used up before the next is asked for: none is copied. */
async function feed(unpacker: Gunzip, packed: AsyncIterable<Uint8Array>): Promise<void> {
  const closed = new Promise<boolean>((resolve) => unpacker.once("close", () => resolve(false)));
  unpacker.once("error", () => {});
  for await (const block of packed) {
    for (let at = 0; at < block.length; at += PACKED_BYTES) {
      const written = new Promise<boolean>((resolve) => {
        unpacker.write(block.subarray(at, at + PACKED_BYTES), () => resolve(true));
      });
      if (!await Promise.race([written, closed])) return;
    }
  }
  unpacker.end();
}

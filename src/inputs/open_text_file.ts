/**
 * Opens a text file as a reference: checks it, finds its encoding and hashes it in one pass over
 * blocks, so that memory does not grow with the file. Nobody here keeps its text.
 *
 * @module
 */

import { createHash, type Hash } from "node:crypto";
import type { FileReference } from "../core/variable.ts";
import { emptyInput, notText } from "./file_errors.ts";
import { formatOf } from "./file_format.ts";
import { openRegularFile } from "./open_regular_file.ts";
import { readBlocks } from "./read_blocks.ts";
import { TextScanner } from "./text_scanner.ts";
import { MAX_UNPACKED_BYTES, unpackGzip } from "./unpack_gzip.ts";

/** Options of {@linkcode openTextFile}. */
export interface OpenTextFileOptions {
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal;
  /**
   * What the file is called in errors.
   * @default {the path}
   */
  readonly label?: string;
  /**
   * Most bytes of text that a gzip file may unpack to.
   * @default {2 GiB}
   */
  readonly maxUnpackedBytes?: number;
}

/**
 * Checks and hashes a file: UTF-8, UTF-8 with a byte order mark, or UTF-16 with one, as it is or in
 * gzip. The hash is that of the file, the offset of a fault that in the text.
 * @throws {FleetError} `input-missing`, `input-unreadable` (a directory, a device, no permission),
 * `input-empty`, `input-not-text` (with the byte offset), `input-invalid` (damaged gzip, or too
 * much of it), or `interrupted`.
 */
export async function openTextFile(
  path: string,
  options: OpenTextFileOptions = {},
): Promise<FileReference> {
  const label = options.label ?? `"${path}"`;
  const maxUnpackedBytes = options.maxUnpackedBytes ?? MAX_UNPACKED_BYTES;
  using file = await openRegularFile(path, label);
  const tally: Tally = { hash: createHash("sha256"), bytes: 0 };
  const raw = readBlocks(file, { label, signal: options.signal });
  const first = await raw.next();
  if (first.done) throw emptyInput(label);
  const isGzip = formatOf(first.value) === "gzip";
  const counted = countBlocks(first.value, { rest: raw, tally });
  const text = isGzip ? unpackGzip(counted, { label, maxUnpackedBytes }) : counted;
  const scanner = new TextScanner();
  const of = isGzip ? " of the unpacked text" : "";
  for await (const block of text) {
    const fault = scanner.scan(block);
    if (fault !== undefined) throw notText(label, fault, of);
  }
  const fault = scanner.end();
  if (fault !== undefined) throw notText(label, fault, of);
  if (scanner.isEmpty) throw emptyInput(label);
  return {
    path: await Deno.realPath(path),
    sha256: tally.hash.digest("hex"),
    bytes: tally.bytes,
    encoding: scanner.encoding,
    ...(isGzip ? { compression: "gzip" } : {}),
  };
}

interface Tally {
  readonly hash: Hash;
  bytes: number;
}

/** Passes blocks on, hashed and counted. */
async function* countBlocks(
  first: Uint8Array,
  { rest, tally }: { readonly rest: AsyncGenerator<Uint8Array>; readonly tally: Tally },
): AsyncGenerator<Uint8Array, void, void> {
  try {
    for (let block: Uint8Array | undefined = first; block !== undefined;) {
      tally.bytes += block.length;
      tally.hash.update(block);
      yield block;
      const next = await rest.next();
      block = next.done ? undefined : next.value;
    }
  } finally {
    await rest.return(undefined);
  }
}

/**
 * Opens a folder or glob as a corpus: the texts of its files, one after the other, in one temporary
 * file with an index. A sandbox is shown that file and nothing of the folder, so that what did not
 * match (keys, hidden files) cannot be reached, whatever the isolation.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { FleetError, throwIfAborted } from "../core/errors.ts";
import type { CorpusReference } from "../core/variable.ts";
import { corpusText } from "./corpus_text.ts";
import { tooLarge } from "./file_errors.ts";
import { type GlobState, isGlob, parseGlob, WHOLE_FOLDER } from "./glob.ts";
import { LeftOut } from "./left_out.ts";
import { type FileList, type ListedFile, listFiles } from "./list_files.ts";
import { createSpool } from "./spool_stream.ts";
import { MAX_UNPACKED_BYTES } from "./unpack_gzip.ts";
import { countCodePoints } from "./utf8.ts";

/** Most files of a corpus, unless told otherwise. */
export const MAX_CORPUS_FILES: number = 10_000;

/** Options of {@linkcode openCorpus}. */
export interface OpenCorpusOptions {
  /**
   * Folder that a relative source is taken from, absolute.
   * @default {that of the process}
   */
  readonly cwd?: string;
  /**
   * Most files.
   * @default {10000}
   */
  readonly maxFiles?: number;
  /**
   * Most bytes of text, of all files together.
   * @default {2 GiB}
   */
  readonly maxUnpackedBytes?: number;
  /** Told once what was left out, in a sentence without a final period. */
  readonly onWarn?: (message: string) => void;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** A corpus ready to be bound, for as long as it is not disposed of. */
export interface OpenCorpus extends AsyncDisposable {
  /** Its texts. */
  readonly corpus: CorpusReference;
}

/**
 * Opens all text files, PDFs and Word documents of `source`, a folder or a glob. Files that are none
 * are left out and told of.
 * @throws {FleetError} `input-missing` (no such folder, nothing matches), `input-empty` (no text),
 * `input-invalid` (too many files, too much text), `usage` (a malformed glob), or `interrupted`.
 */
export async function openCorpus(
  source: string,
  options: OpenCorpusOptions = {},
): Promise<OpenCorpus> {
  const { root, match } = await locate(source, options.cwd ?? "");
  const maxFiles = options.maxFiles ?? MAX_CORPUS_FILES;
  const list = await listFiles(root, {
    match,
    signal: options.signal,
    onCount(files) {
      if (files > maxFiles) throw tooMany(source, maxFiles);
    },
  });
  const leftOut = new LeftOut();
  leftOut.add("linked elsewhere", ...list.links);
  leftOut.add("unreadable", ...list.unreadable);
  const spool = await createSpool();
  try {
    const packed = await pack(list.files, { ...options, source, leftOut, path: spool.path });
    if (packed.files === 0) throw noText(source, list, leftOut);
    if (leftOut.details !== "") {
      options.onWarn?.(`From "${source}", files were left out: ${leftOut.details}`);
    }
    const corpus = { ...packed, source: resolve(options.cwd ?? "", source) };
    return { corpus, [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose]() };
  } catch (error) {
    await spool[Symbol.asyncDispose]();
    throw error;
  }
}

async function locate(
  source: string,
  cwd: string,
): Promise<{ readonly root: string; readonly match: GlobState }> {
  const isFolder = await Deno.stat(resolve(cwd, source)).then(
    (info) => info.isDirectory,
    () => false,
  );
  const { base, start } = isFolder || !isGlob(source)
    ? { base: source, start: WHOLE_FOLDER }
    : parseGlob(source);
  try {
    const root = await Deno.realPath(resolve(cwd, base));
    return { root, match: start };
  } catch (cause) {
    throw new FleetError("input-missing", `Cannot read "${source}": no such folder "${base}"`, {
      hint: "Check the path; it is taken from the current folder",
      cause,
    });
  }
}

interface Packing extends OpenCorpusOptions {
  readonly source: string;
  readonly leftOut: LeftOut;
  /** The file to write to. */
  readonly path: string;
}

/** Path, offset, length in bytes, length in code points. */
type IndexEntry = readonly [string, number, number, number];

async function pack(
  files: readonly ListedFile[],
  options: Packing,
): Promise<Omit<CorpusReference, "source">> {
  using target = await Deno.open(options.path, { write: true });
  const writer = new PackWriter(target);
  const index: IndexEntry[] = [];
  for (const file of files) {
    throwIfAborted(options.signal);
    const offset = writer.bytes;
    const chars = await append(file, { ...options, writer });
    if (chars !== undefined) index.push([file.path, offset, writer.bytes - offset, chars]);
  }
  const indexOffset = writer.bytes;
  const tail = { files: index, leftOut: options.leftOut.counts };
  await writer.write(new TextEncoder().encode(JSON.stringify(tail)));
  const { bytes, sha256 } = writer;
  const path = await Deno.realPath(options.path);
  return { pack: { path, sha256, bytes, encoding: "utf-8" }, indexOffset, files: index.length };
}

/** Adds a file's text; its code points, or `undefined` when it was left out. */
async function append(
  { path, realPath }: ListedFile,
  options: Packing & { readonly writer: PackWriter },
): Promise<number | undefined> {
  const { leftOut, onWarn, source, writer, signal } = options;
  const maxUnpackedBytes = options.maxUnpackedBytes ?? MAX_UNPACKED_BYTES;
  const label = `"${path}"`;
  try {
    let chars = 0;
    for await (const block of corpusText(realPath, { label, maxUnpackedBytes, onWarn, signal })) {
      if (writer.bytes + block.length > maxUnpackedBytes) {
        throw new CorpusTooLarge(tooLarge(`"${source}"`, maxUnpackedBytes));
      }
      chars += countCodePoints(block);
      await writer.write(block);
    }
    return chars;
  } catch (thrown) {
    if (thrown instanceof CorpusTooLarge) throw thrown.error;
    const reason = thrown instanceof FleetError
      ? LeftOut.reasonOf(thrown)
      : thrown instanceof Deno.errors.NotFound || thrown instanceof Deno.errors.PermissionDenied
      ? "unreadable"
      : undefined;
    if (reason === undefined) throw thrown;
    leftOut.add(reason, path);
    return undefined;
  }
}

/** Carries an error past the place where a file's own errors only leave it out. */
class CorpusTooLarge extends Error {
  readonly error: FleetError;

  constructor(error: FleetError) {
    super(error.message);
    this.error = error;
  }
}

/** Appends to a file, counting and hashing. */
class PackWriter {
  readonly #file: Deno.FsFile;
  readonly #hash = createHash("sha256");
  /** Bytes written. */
  bytes = 0;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** SHA-256 of everything written, hex; good once. */
  get sha256(): string {
    return this.#hash.digest("hex");
  }

  async write(block: Uint8Array): Promise<void> {
    this.#hash.update(block);
    this.bytes += block.length;
    for (let done = 0; done < block.length;) done += await this.#file.write(block.subarray(done));
  }
}

function tooMany(source: string, maxFiles: number): FleetError {
  const state = `it has more than ${maxFiles} files`;
  return new FleetError("input-invalid", `Cannot use "${source}": ${state}`, {
    hint: "Narrow it down with a glob, or raise the limit with --max-input-files",
  });
}

function noText(source: string, list: FileList, leftOut: LeftOut): FleetError {
  if (leftOut.details === "" && list.files.length === 0) {
    const state = isGlob(source) ? "no file matches" : "there is no file in it";
    return new FleetError("input-missing", `Cannot read "${source}": ${state}`, {
      hint: "Hidden files, node_modules and __pycache__ count only where a glob names them",
    });
  }
  return new FleetError(
    "input-empty",
    `Cannot use "${source}": it has no text in it (${leftOut.details})`,
    { hint: "Give a folder with text files, PDFs or Word documents" },
  );
}

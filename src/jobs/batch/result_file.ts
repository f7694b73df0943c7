/**
 * The file of results of a batch: JSON Lines, one line a task, added as tasks end. What a killed batch
 * left in it is kept, and tells the next one what is done.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../../core/json.ts";
import { tryLock } from "../../core/try_lock.ts";
import { type FileLine, readLines } from "../../rlm/read_lines.ts";

/** A file of results that is open. Nobody else can write to it until it is disposed of. */
export interface ResultFile extends Disposable {
  /** Hashes of the tasks that are done, by name. */
  readonly done: ReadonlyMap<string, string>;
  /**
   * Adds a line, whole and at once.
   * @throws {FleetError} `output-failed`.
   */
  add(record: JsonObject): void;
}

/** Options of {@linkcode openResultFile}. */
export interface ResultFileOptions {
  /** Whether to go on with what the file holds; without it the file must be new or empty. */
  readonly isResumed: boolean;
  /** Whether a task with this status is done. */
  isDone(status: string): boolean;
}

/**
 * Opens the file, which is made when it is not there.
 * @throws {FleetError} `output-failed` when it cannot be written, is in use, or holds something that is
 * not to be gone on with; `input-invalid` with the line that is no result.
 */
export async function openResultFile(
  path: string,
  options: ResultFileOptions,
): Promise<ResultFile> {
  const file = await open(path);
  try {
    await lock(file, path);
    const { size } = await file.stat();
    if (size > 0 && !options.isResumed) throw inUse(path);
    const { done, tail } = await readResults(file, { path, options });
    if (tail === "torn") await file.truncate(await lastLineStart(file, size));
    await file.seek(0, Deno.SeekMode.End);
    if (tail === "open") writeAll(file, "\n");
    return {
      done,
      add: (record) => {
        try {
          writeAll(file, `${stringifyJson(record)}\n`);
        } catch (cause) {
          throw unwritable(path, cause);
        }
      },
      [Symbol.dispose]: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function open(path: string): Promise<Deno.FsFile> {
  try {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    if ((await file.stat()).isFile) return file;
    file.close();
    throw new Error("it is not a regular file");
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** Two batches that write to one file would each miss what the other did. */
async function lock(file: Deno.FsFile, path: string): Promise<void> {
  if (Deno.build.os === "windows") return; // There it would keep readers out as well.
  if (await tryLock(file)) return;
  throw new FleetError("output-failed", `Cannot write results to "${path}": it is in use`, {
    hint: "Another batch writes to it: wait for its end, or name another file",
  });
}

/** What was found in the file. */
interface Found {
  readonly done: ReadonlyMap<string, string>;
  /** How it ends: with whole lines, with one that lacks its line feed, or with a part of one. */
  readonly tail: "whole" | "open" | "torn";
}

async function readResults(
  file: Deno.FsFile,
  { options, path }: { readonly path: string; readonly options: ResultFileOptions },
): Promise<Found> {
  const done = new Map<string, string>();
  let number = 0;
  for await (const line of readLines(file)) {
    number++;
    const result = parseResult(line);
    if (result === undefined) {
      if (!line.ended && number > 1) return { done, tail: "torn" }; // A batch was killed.
      throw new FleetError(
        "input-invalid",
        `Cannot go on with results "${path}": line ${number} is no result`,
      );
    }
    if (options.isDone(result.status)) done.set(result.id, result.sha256);
    else done.delete(result.id);
    if (!line.ended) return { done, tail: "open" };
  }
  return { done, tail: "whole" };
}

/** Bytes read at a time when a file is read from its end. */
const BLOCK_BYTES = 65_536;

/** Where the last line begins. */
async function lastLineStart(file: Deno.FsFile, size: number): Promise<number> {
  const block = new Uint8Array(BLOCK_BYTES);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - BLOCK_BYTES);
    await file.seek(start, Deno.SeekMode.Start);
    const part = block.subarray(0, end - start);
    for (let filled = 0; filled < part.length;) {
      filled += await file.read(part.subarray(filled)) ?? part.length;
    }
    const at = part.lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

interface ResultLine {
  readonly id: string;
  readonly sha256: string;
  readonly status: string;
}

function parseResult({ text }: FileLine): ResultLine | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const { id, sha256, status } = value;
  return typeof id === "string" && typeof sha256 === "string" && typeof status === "string"
    ? { id, sha256, status }
    : undefined;
}

function writeAll(file: Deno.FsFile, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}

function inUse(path: string): FleetError {
  return new FleetError(
    "output-failed",
    `Cannot write results to "${path}": it already holds something`,
    { hint: "Go on with it with --resume, or name a new file" },
  );
}

function unwritable(path: string, cause: unknown): FleetError {
  return new FleetError(
    "output-failed",
    `Cannot write results to "${path}": ${messageOf(cause)}`,
    { hint: "Name a file in a folder that you may write to", cause },
  );
}

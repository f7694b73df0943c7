/**
 * Opens a text file as a reference: checks it, finds its encoding and hashes it in one pass over
 * blocks, so that memory does not grow with the file. Nobody here keeps its text.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { FleetError, messageOf, throwIfAborted } from "../core/errors.ts";
import type { FileReference } from "../core/variable.ts";
import { type TextFault, TextScanner } from "./text_scanner.ts";

/** Bytes read at a time. */
const BLOCK_BYTES = 1 << 20;

/** Options of {@linkcode openTextFile}. */
export interface OpenTextFileOptions {
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal;
  /**
   * What the file is called in errors.
   * @default {the path}
   */
  readonly label?: string;
}

/**
 * Checks and hashes a file: UTF-8, UTF-8 with a byte order mark, or UTF-16 with one.
 * @throws {FleetError} `input-missing`, `input-unreadable` (a directory, a device, no permission),
 * `input-empty`, `input-not-text` (with the byte offset), or `interrupted`.
 */
export async function openTextFile(
  path: string,
  options: OpenTextFileOptions = {},
): Promise<FileReference> {
  const label = options.label ?? `"${path}"`;
  using file = await open(path, label);
  const hash = createHash("sha256");
  const scanner = new TextScanner();
  const block = new Uint8Array(BLOCK_BYTES);
  let bytes = 0;
  for (;;) {
    throwIfAborted(options.signal);
    const count = await readBlock(file, block, label);
    if (count === 0) break;
    const part = block.subarray(0, count);
    bytes += count;
    hash.update(part);
    const fault = scanner.scan(part);
    if (fault !== undefined) throw notText(label, fault);
  }
  const fault = scanner.end();
  if (fault !== undefined) throw notText(label, fault);
  if (scanner.isEmpty) {
    throw new FleetError("input-empty", `Cannot use ${label}: it is empty`, {
      hint: "Give a file with text in it",
    });
  }
  const encoding = scanner.encoding;
  return { path: await Deno.realPath(path), sha256: hash.digest("hex"), bytes, encoding };
}

async function open(path: string, label: string): Promise<Deno.FsFile> {
  try {
    const info = await Deno.stat(path);
    if (info.isDirectory) {
      throw new FleetError("input-unreadable", `Cannot read ${label}: it is a directory`, {
        hint: "Give the path of a text file",
      });
    }
    if (!info.isFile) {
      throw new FleetError("input-unreadable", `Cannot read ${label}: it is not a regular file`, {
        hint: "Give the path of a text file, or send its content on standard input",
      });
    }
    return await Deno.open(path);
  } catch (cause) {
    if (cause instanceof FleetError) throw cause;
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      throw new FleetError("input-missing", `Cannot read ${label}: no such file`, {
        hint: "Check the path; it is taken from the current folder",
        cause,
      });
    }
    throw unreadable(label, cause);
  }
}

async function readBlock(file: Deno.FsFile, block: Uint8Array, label: string): Promise<number> {
  try {
    return await file.read(block) ?? 0;
  } catch (cause) {
    throw unreadable(label, cause);
  }
}

function unreadable(label: string, cause: unknown): FleetError {
  const denied = cause instanceof Deno.errors.PermissionDenied;
  return new FleetError(
    "input-unreadable",
    `Cannot read ${label}: ${denied ? "permission denied" : messageOf(cause)}`,
    { hint: "Check that the file may be read by this user", cause },
  );
}

function notText(label: string, fault: TextFault): FleetError {
  return new FleetError(
    "input-not-text",
    `Cannot use ${label} as text: ${fault.reason} at byte ${fault.offset}`,
    { hint: "Give a text file in UTF-8, or in UTF-16 with a byte order mark" },
  );
}

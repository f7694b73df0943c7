/**
 * Writes a page to its file, readable for its owner alone unless the file is there already.
 *
 * @module
 */

import { dirname } from "node:path";
import { FleetError, messageOf, throwIfAborted } from "../core/errors.ts";
import type { PageData } from "./page_data.ts";
import { renderPage } from "./render_page.ts";

/** Where a page is written to. */
export interface WritePageOptions {
  /** Path of its file. */
  readonly path: string;
  /** Path of the record that it is made from, which is never written over. */
  readonly record: string;
  /** Ends the writing when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Writes the page, in place of what the file held; makes the folder if need be.
 * @throws {FleetError} `output-failed`, or `interrupted`.
 */
export async function writePage(data: PageData, options: WritePageOptions): Promise<void> {
  const { path, record, signal } = options;
  const unwritable = (state: string, cause?: unknown): FleetError =>
    new FleetError("output-failed", `Cannot write page "${path}": ${state}`, {
      hint: "Name a file in a folder that you may write to with --out",
      cause,
    });
  if (await isSame(path, record)) throw unwritable("it is the record");
  try {
    await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    using file = await Deno.open(path, { write: true, create: true, truncate: true, mode: 0o600 });
    const encoder = new TextEncoder();
    for (const piece of renderPage(data)) {
      throwIfAborted(signal);
      const bytes = encoder.encode(piece);
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    }
  } catch (error) {
    if (error instanceof FleetError) throw error;
    throw unwritable(messageOf(error), error);
  }
}

async function isSame(path: string, record: string): Promise<boolean> {
  try {
    return await Deno.realPath(path) === await Deno.realPath(record);
  } catch {
    return false;
  }
}

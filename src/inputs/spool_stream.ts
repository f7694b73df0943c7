/**
 * Brings a stream, such as standard input, to a file of its own that only this user may read, so
 * that it can be bound by reference like any other. The file goes when the spool is disposed of.
 *
 * @module
 */

import { throwIfAborted } from "../core/errors.ts";

/** A stream on disk. */
export interface Spool extends AsyncDisposable {
  /** Path of the file. */
  readonly path: string;
}

/**
 * Writes a stream to a temporary file (mode 0600).
 * @throws {FleetError} `interrupted` when the signal was aborted; nothing is left behind then.
 */
export async function spoolStream(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): Promise<Spool> {
  throwIfAborted(signal);
  const spool = await createSpool();
  try {
    const file = await Deno.open(spool.path, { write: true });
    await stream.pipeTo(file.writable, signal === undefined ? {} : { signal });
  } catch (error) {
    await spool[Symbol.asyncDispose]();
    throwIfAborted(signal);
    throw error;
  }
  return spool;
}

/** An empty spool, to be written by the caller. */
export async function createSpool(): Promise<Spool> {
  const path = await Deno.makeTempFile({ prefix: "fleet-rlm-", suffix: ".txt" });
  const remove = async () => {
    try {
      await Deno.remove(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  };
  return { path, [Symbol.asyncDispose]: remove };
}

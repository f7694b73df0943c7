/**
 * A file of this machine to a sandbox's filesystem, for documents and for what goes into volumes.
 *
 * @module
 */

import type { Sandbox } from "modal";

/** Times that a copy may begin. */
const ATTEMPTS = 5;

/** What goes where. */
export interface CopyFromLocalOptions {
  /** Path of the file here. */
  readonly from: string;
  /** Absolute path in the sandbox. */
  readonly to: string;
  /** Keeps it from beginning again. */
  readonly signal?: AbortSignal;
}

/**
 * Copies the file, from its beginning again when the stream broke while it was being read.
 * @throws {Error} What the SDK or the system says.
 */
export async function copyFromLocal(
  { filesystem }: Pick<Sandbox, "filesystem">,
  { from, signal, to }: CopyFromLocalOptions,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await filesystem.copyFromLocal(from, to);
    } catch (thrown) {
      if (attempt >= ATTEMPTS || signal?.aborted || !hasLostItsHandle(thrown)) throw thrown;
    }
  }
}

/**
 * Whether the SDK (0.11.1) tried to go on with a stream that broke. It can do so only when it had read
 * all of the file: else the reader that it gave up has closed the file's handle.
 */
function hasLostItsHandle(thrown: unknown): boolean {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return code === "ERR_OUT_OF_RANGE" || code === "ERR_STREAM_PREMATURE_CLOSE";
}

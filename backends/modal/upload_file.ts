/**
 * Files of this machine to a sandbox's filesystem: streamed, so that nobody here holds one whole.
 *
 * @module
 */

import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import type { FileReference } from "../../src/core/variable.ts";
import { OTHER_FILE_EXIT, sharedFileCommand } from "../../sandbox/keeper/mod.ts";
import { copyFromLocal } from "./copy_from_local.ts";
import { withDeadline } from "./deadline.ts";
import type { LiveSandbox } from "./live_sandbox.ts";

/** A file and its place. */
export interface UploadOptions {
  /** The file here. */
  readonly file: FileReference;
  /** Absolute path in the sandbox. */
  readonly path: string;
  /** Calls it off. */
  readonly signal?: AbortSignal;
  /** Hears what takes time. */
  readonly notify?: BackendSettings["notify"];
}

/** Time for any upload, and slowest pace that is borne, ms and bytes in a millisecond. */
const UPLOAD_MS = 60_000;
const SLOWEST_PACE = 50;
/** Time for any hash, and slowest pace; usual are hundreds of thousands of bytes in a millisecond. */
const HASH_MS = 60_000;
const HASH_PACE = 20_000;
/** From here on an upload is worth a line. */
const LARGE_BYTES = 8 << 20;

/** Most milliseconds that an upload of so many bytes may take. */
export function uploadMs(bytes: number): number {
  return UPLOAD_MS + bytes / SLOWEST_PACE;
}

/**
 * Streams a file to the sandbox.
 * @throws {FleetError} When it cannot be read here or written there, or not in time.
 */
export async function uploadFile(sandbox: LiveSandbox, options: UploadOptions): Promise<void> {
  const { file, notify, path, signal } = options;
  if (file.bytes >= LARGE_BYTES) {
    const size = `${(file.bytes / 1e6).toFixed(0)} MB`;
    notify?.({ kind: "progress", message: `Modal: uploading ${file.path} (${size})` });
  }
  const ms = uploadMs(file.bytes);
  await withDeadline(
    `upload "${file.path}"`,
    ms,
    signal,
    () =>
      copyFromLocal(sandbox.sdk, { from: file.path, to: path, ...(signal ? { signal } : {}) })
        .catch(asUnreadable(file)),
  );
}

/**
 * Whether a file in the sandbox has the bytes that it should have. A draft gets the name once it has.
 * @throws {FleetError} When that cannot be found out.
 */
export async function vouchFor(
  sandbox: LiveSandbox,
  { draft, file, path, signal }: UploadOptions & { readonly draft?: string },
): Promise<boolean> {
  const command = sharedFileCommand({ ...file, path }, draft);
  const code = await sandbox.run("check a document on the volume", command, {
    ms: HASH_MS + file.bytes / HASH_PACE,
    ...(signal ? { signal } : {}),
  });
  if (code === 0 || code === OTHER_FILE_EXIT) return code === 0;
  throw new FleetError(
    "cloud-failed",
    `Cannot check a document on the volume: the check ended with exit code ${code}`,
  );
}

/** Tells a file that cannot be read here from a failure there. */
function asUnreadable({ path }: FileReference): (thrown: unknown) => never {
  return (thrown) => {
    const isLocal = thrown instanceof Error && "syscall" in thrown && "path" in thrown;
    if (!isLocal) throw thrown;
    throw new FleetError("input-unreadable", `Cannot upload "${path}": ${messageOf(thrown)}`, {
      cause: thrown,
    });
  };
}

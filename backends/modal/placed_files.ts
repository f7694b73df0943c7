/**
 * How documents come to a sandbox: streamed once to its own disk, or to the volume that the runs over
 * the same documents share, under their hash. Nobody here holds one whole.
 *
 * Others could have written what is on the shared volume. So what is found there is checked against its
 * hash before it is read, and mounted so that the guest cannot write there.
 *
 * @module
 */

import type { Volume } from "modal";
import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import type { FileReference } from "../../src/core/variable.ts";
import { OTHER_FILE_EXIT, sharedFileCommand } from "../../sandbox/keeper/mod.ts";
import { withDeadline } from "./deadline.ts";
import type { LiveSandbox } from "./live_sandbox.ts";
import { INPUTS_MOUNT } from "./sandbox_plan.ts";

/** What a place for files is made of. */
export interface PlacedFilesOptions {
  /** The sandbox. */
  readonly sandbox: LiveSandbox;
  /** Folder of the sandbox's own disk that they go to. */
  readonly folder: string;
  /** The shared volume as it is mounted, if there is one. */
  readonly shared: SharedInputs | undefined;
  /** Calls everything off. */
  readonly signal: AbortSignal;
  /** Hears what takes time. */
  readonly notify: BackendSettings["notify"];
}

/** The shared volume, as a sandbox has it. */
export interface SharedInputs {
  /** The volume. */
  readonly volume: Volume;
  /** Hashes of the documents that it has. */
  readonly present: ReadonlySet<string>;
  /** Hashes of those that it is to get. */
  readonly wanted: ReadonlySet<string>;
}

const HASH = /^[0-9a-f]{64}$/;
/** Time for any upload, and slowest pace that is borne, ms and bytes in a millisecond. */
const UPLOAD_MS = 60_000;
const SLOWEST_PACE = 50;
/** Hashing goes at hundreds of bytes in a microsecond; a loaded machine is slower. */
const HASH_MS = 60_000;
const HASH_PACE = 20_000;
/** From here on an upload is worth a line. */
const LARGE_BYTES = 8 << 20;

/** Brings each file to the sandbox once. */
export class PlacedFiles {
  readonly #options: PlacedFilesOptions;
  readonly #paths = new Map<string, Promise<string>>();

  /** Brings nothing yet. */
  constructor(options: PlacedFilesOptions) {
    this.#options = options;
  }

  /**
   * The path of a file in the sandbox, where it is from then on.
   * @throws {FleetError} When it cannot be read here or brought there.
   */
  place(file: FileReference): Promise<string> {
    const content = HASH.test(file.sha256) ? file.sha256 : file.path;
    let path = this.#paths.get(content);
    if (path === undefined) {
      path = this.#place(file);
      path.catch(() => {}); // whoever binds it hears of it
      this.#paths.set(content, path);
    }
    return path;
  }

  async #place(file: FileReference): Promise<string> {
    const { shared } = this.#options;
    if (shared?.present.has(file.sha256)) return await this.#find(file);
    if (shared?.wanted.has(file.sha256)) return await this.#publish(file);
    return await this.#upload(file, this.#ownPath(file));
  }

  /** Its place on the sandbox's own disk; a file that nobody hashed has a name of its own. */
  #ownPath({ sha256 }: FileReference): string {
    return `${this.#options.folder}/${HASH.test(sha256) ? sha256 : crypto.randomUUID()}`;
  }

  /** One that the shared volume has, if it is really that. */
  async #find(file: FileReference): Promise<string> {
    const { notify } = this.#options;
    const path = `${INPUTS_MOUNT}/${file.sha256}`;
    if (await this.#vouch({ ...file, path })) return path;
    notify?.({
      kind: "warning",
      message: `The copy of ${file.path} on the volume is not that file; it is uploaded again`,
    });
    return await this.#upload(file, this.#ownPath(file));
  }

  /** Adds one to the shared volume. */
  async #publish(file: FileReference): Promise<string> {
    const path = `${INPUTS_MOUNT}/${file.sha256}`;
    const draft = `${INPUTS_MOUNT}/.draft-${crypto.randomUUID()}`;
    await this.#upload(file, draft);
    if (await this.#vouch({ ...file, path }, draft)) return path;
    throw new FleetError("input-unreadable", `Cannot upload "${file.path}": it has changed`, {
      hint: "Start the run again; the file must not be written to meanwhile",
    });
  }

  async #vouch(file: FileReference, draft?: string): Promise<boolean> {
    const { sandbox, signal } = this.#options;
    const code = await sandbox.run(
      "check a document on the volume",
      sharedFileCommand(file, draft),
      { ms: HASH_MS + file.bytes / HASH_PACE, signal },
    );
    if (code === 0 || code === OTHER_FILE_EXIT) return code === 0;
    throw new FleetError(
      "cloud-failed",
      `Cannot check a document on the volume: the check ended with exit code ${code}`,
    );
  }

  async #upload(file: FileReference, path: string): Promise<string> {
    const { notify, sandbox, signal } = this.#options;
    if (file.bytes >= LARGE_BYTES) {
      const size = `${(file.bytes / 1e6).toFixed(0)} MB`;
      notify?.({ kind: "progress", message: `Modal: uploading ${file.path} (${size})` });
    }
    const ms = UPLOAD_MS + file.bytes / SLOWEST_PACE;
    await withDeadline(
      `upload "${file.path}"`,
      ms,
      signal,
      () => sandbox.sdk.filesystem.copyFromLocal(file.path, path).catch(asUnreadable(file)),
    );
    return path;
  }
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

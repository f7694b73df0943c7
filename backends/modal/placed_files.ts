/**
 * Where the documents of one sandbox are: on its own disk, where they are uploaded to, or on the
 * shared volume. What is found there is checked against its hash before it is read, since whoever may
 * use the account could have put it there.
 *
 * @module
 */

import type { BackendSettings } from "../../src/core/backend.ts";
import type { FileReference } from "../../src/core/variable.ts";
import type { LiveSandbox } from "./live_sandbox.ts";
import { INPUTS_MOUNT } from "./sandbox_plan.ts";
import { uploadFile, vouchFor } from "./upload_file.ts";

/** What a place for files is made of. */
export interface PlacedFilesOptions {
  /** The sandbox. */
  readonly sandbox: LiveSandbox;
  /** Folder of the sandbox's own disk that they go to. */
  readonly folder: string;
  /** Hashes of those that are on the shared volume. */
  readonly shared: ReadonlySet<string>;
  /** Calls everything off. */
  readonly signal: AbortSignal;
  /** Hears what takes time. */
  readonly notify: BackendSettings["notify"];
}

const HASH = /^[0-9a-f]{64}$/;

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
    const { folder, notify, sandbox, shared, signal } = this.#options;
    if (shared.has(file.sha256)) {
      const path = `${INPUTS_MOUNT}/${file.sha256}`;
      if (await vouchFor(sandbox, { file, path, signal })) return path;
      notify?.({
        kind: "warning",
        message: `The copy of ${file.path} on the volume is not that file; it is uploaded again`,
      });
    }
    const name = HASH.test(file.sha256) ? file.sha256 : crypto.randomUUID();
    const path = `${folder}/${name}`;
    await uploadFile(sandbox, { file, path, signal, notify });
    return path;
  }
}

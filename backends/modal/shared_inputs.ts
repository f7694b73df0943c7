/**
 * Documents that the runs with one volume share: each is uploaded once and kept under its hash. A
 * sandbox with nothing else in it puts them there, so that no guest can ever write to them; a guest's
 * sandbox mounts its own documents alone, for reading.
 *
 * Documents that are bound together lie together, in a folder named after their hashes, since of one
 * volume a sandbox can mount one folder only. That of a single document has the document's hash.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { ModalClient, Volume } from "modal";
import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import type { FileReference } from "../../src/core/variable.ts";
import { withDeadline } from "./deadline.ts";
import { LiveSandbox } from "./live_sandbox.ts";
import { INPUTS_MOUNT } from "./sandbox_plan.ts";
import { sandboxTags } from "./sandbox_tags.ts";
import { uploadFile, uploadMs, vouchFor } from "./upload_file.ts";
import type { UsageMeter } from "./usage_meter.ts";
import type { WorkspaceSource } from "./workspace.ts";

/** The documents of one sandbox on the shared volume. */
export interface InputsMount {
  /** The volume, as it is to be mounted at {@linkcode INPUTS_MOUNT}. */
  readonly volume: Volume;
  /** Hashes of the documents that are there. */
  readonly hashes: ReadonlySet<string>;
}

const LIST_MS = 15_000;
/** Longest idleness of a sandbox that uploads, should this program be gone. */
const IDLE_MS = 120_000;
const HASH = /^[0-9a-f]{64}$/;

/** The shared documents of a backend. */
export class SharedInputs {
  readonly #source: WorkspaceSource;
  readonly #notify: BackendSettings["notify"];
  readonly #meter: UsageMeter;
  /** Folders that are there, or are being made. */
  readonly #folders = new Map<string, Promise<void>>();

  /** Asks nobody yet. */
  constructor(
    source: WorkspaceSource,
    { meter, notify }: { readonly meter: UsageMeter; readonly notify: BackendSettings["notify"] },
  ) {
    this.#source = source;
    this.#meter = meter;
    this.#notify = notify;
  }

  /**
   * Has documents on the shared volume; `undefined` where there is none, or where that cannot be: then
   * they go to the sandbox's own disk.
   * @throws {FleetError} `input-unreadable` for a document that has changed, `interrupted`.
   */
  async provide(
    files: readonly FileReference[],
    signal?: AbortSignal,
  ): Promise<InputsMount | undefined> {
    const volumes = await this.#source.volumes();
    const documents = distinct(files);
    if (volumes === undefined || documents.length === 0) return undefined;
    const folder = folderOf(documents);
    try {
      await this.#have(volumes.inputs, { folder, documents, signal });
    } catch (thrown) {
      const isOurs = thrown instanceof FleetError &&
        ["input-unreadable", "interrupted"].includes(thrown.code);
      if (isOurs || signal?.aborted) throw thrown;
      this.#notify?.({
        kind: "warning",
        message: `${messageOf(thrown)}; the documents are not kept on the volume this time`,
      });
      return undefined;
    }
    return {
      volume: volumes.inputs.withMountOptions({ readOnly: true, subPath: folder }),
      hashes: new Set(documents.map(({ sha256 }) => sha256)),
    };
  }

  #have(volume: Volume, wanted: Wanted): Promise<void> {
    const { folder } = wanted;
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const made = this.#find(volume, wanted);
    this.#folders.set(folder, made);
    made.catch(() => this.#folders.delete(folder));
    return made;
  }

  async #find(volume: Volume, wanted: Wanted): Promise<void> {
    const client = await this.#source.client();
    const isThere = await Promise.all(
      wanted.documents.map((document) => hasDocument(client, volume, wanted.folder, document)),
    );
    const documents = wanted.documents.filter((_, index) => !isThere[index]);
    if (documents.length > 0) await this.#publish(volume, { ...wanted, documents });
  }

  async #publish(volume: Volume, { documents, folder, signal }: Wanted): Promise<void> {
    const workspace = await this.#source.open();
    const startedAt = performance.now();
    const options = { notify: this.#notify, ...(signal ? { signal } : {}) };
    const sandbox = await LiveSandbox.create(workspace, {
      volumes: { [INPUTS_MOUNT]: volume },
      blockNetwork: true,
      tags: sandboxTags("inputs"),
      timeoutMs: uploadLifeMs(documents),
      idleTimeoutMs: IDLE_MS,
    }, options);
    try {
      await Promise.all(documents.map(async (document) => {
        const path = `${INPUTS_MOUNT}/${folder}/${document.sha256}`;
        const draft = `${path}.${crypto.randomUUID()}`;
        await uploadFile(sandbox, { file: document, path: draft, ...options });
        if (await vouchFor(sandbox, { file: document, path, draft, ...options })) return;
        throw new FleetError(
          "input-unreadable",
          `Cannot upload "${document.path}": it has changed`,
          {
            hint: "Start again; the file must not be written to meanwhile",
          },
        );
      }));
    } finally {
      const seconds = (performance.now() - startedAt) / 1000;
      const noted = this.#meter.note(workspace.client, sandbox.id, seconds);
      await Promise.all([sandbox.end(), noted]);
    }
  }
}

/** Time enough for the slowest upload that is waited for, in whole seconds. */
function uploadLifeMs(documents: readonly FileReference[]): number {
  const ms = documents.reduce((sum, { bytes }) => sum + uploadMs(bytes), 0);
  return Math.ceil((ms + IDLE_MS) / 1000) * 1000;
}

interface Wanted {
  readonly folder: string;
  readonly documents: readonly FileReference[];
  readonly signal: AbortSignal | undefined;
}

/** Each document once, as far as it has a hash. */
function distinct(files: readonly FileReference[]): readonly FileReference[] {
  const hashed = files.filter(({ sha256 }) => HASH.test(sha256));
  return [...new Map(hashed.map((file) => [file.sha256, file])).values()];
}

function folderOf(documents: readonly FileReference[]): string {
  const hashes = documents.map(({ sha256 }) => sha256).sort();
  return hashes.length === 1
    ? hashes[0]!
    : createHash("sha256").update(hashes.join("\n")).digest("hex");
}

/** Whether a document is there in full. Where the volume does not say, it is not. */
async function hasDocument(
  client: ModalClient,
  volume: Volume,
  folder: string,
  { bytes, sha256 }: FileReference,
): Promise<boolean> {
  const path = `${folder}/${sha256}`;
  try {
    return await withDeadline("look for a document on the volume", LIST_MS, undefined, async () => {
      const request = { volumeId: volume.volumeId, path, recursive: false };
      for await (const { entries } of client.cpClient.volumeListFiles2(request)) {
        const entry = entries.find((each) => each.path.replace(/^\/+/, "") === path);
        if (entry !== undefined) return Number(entry.size) === bytes;
      }
      return false;
    });
  } catch {
    return false;
  }
}

/**
 * Volumes: one folder of the host each. What a sandbox writes is there for all at once; with the real
 * ones others see it after a commit and a reload.
 *
 * @module
 */

import { join, posix } from "node:path";
import { type NamedObject, NamedObjects } from "./named_objects.ts";
import { newId } from "./object_id.ts";
import { RpcError } from "./rpc_error.ts";
import { type RpcMethod, type RpcMethods, serverStream, unaryMethods } from "./rpc_method.ts";
import { VOLUME_RPCS } from "./schema_volumes.ts";

/** A volume. */
export interface Volume extends NamedObject {
  /** 1 or 2. */
  readonly version: number;
  /** Its folder. */
  readonly folder: string;
}

/** Kinds of entries on the wire. */
const ENTRY = { file: 1, directory: 2, symlink: 3 } as const;

/** All volumes. */
export class VolumeStore {
  #volumes = new NamedObjects<Volume>("Volume", () => newId("vo-"));
  #root: string;

  /** @param root Folder for the volumes' folders. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Finds or makes a volume. */
  getOrCreate(asked: {
    readonly name: string;
    readonly environmentName: string;
    readonly creation: number;
    readonly version: number;
  }): Volume {
    return this.#volumes.getOrCreate({
      ...asked,
      make: (common) => {
        const folder = join(this.#root, common.id);
        Deno.mkdirSync(folder, { recursive: true });
        return { ...common, folder, version: asked.version || 1 };
      },
    });
  }

  /** The volume of a name in the default environment, if there is one. */
  find(name: string): Volume | undefined {
    return this.#volumes.find(name, "");
  }

  /** The volume of an id. @throws {RpcError} NOT_FOUND */
  byId(id: string): Volume {
    return this.#volumes.byId(id);
  }

  /** The methods. */
  methods(): RpcMethods {
    const volumes = this.#volumes;
    const metadata = ({ name, version, createdAt }: Volume) => ({
      name,
      version,
      creationInfo: { createdAt },
    });
    const remove = (request: RemoveRequest) => {
      removeEntry(volumes.byId(request.volumeId), request);
      return {};
    };
    const single = unaryMethods(VOLUME_RPCS, {
      VolumeGetOrCreate: (request) => {
        const volume = this.getOrCreate({
          name: request.deploymentName,
          environmentName: request.environmentName,
          creation: request.objectCreationType,
          version: request.version,
        });
        return { volumeId: volume.id, version: volume.version, metadata: metadata(volume) };
      },
      VolumeGetById: ({ volumeId }) => ({ volumeId, metadata: metadata(volumes.byId(volumeId)) }),
      VolumeList: ({ environmentName, pagination }) => ({
        environmentName,
        items: volumes.list(environmentName, pagination).map((volume) => ({
          label: volume.name,
          volumeId: volume.id,
          createdAt: volume.createdAt,
          metadata: metadata(volume),
        })),
      }),
      VolumeDelete: ({ volumeId }) => {
        Deno.removeSync(volumes.byId(volumeId).folder, { recursive: true });
        volumes.delete(volumeId);
        return {};
      },
      VolumeRename: ({ volumeId, name }) => {
        volumes.replace({ ...volumes.byId(volumeId), name });
        return {};
      },
      VolumeHeartbeat: () => ({}),
      VolumeRemoveFile: remove,
      VolumeRemoveFile2: remove,
    });
    const listing = (shape: typeof VOLUME_RPCS.VolumeListFiles): RpcMethod =>
      serverStream(shape, async function* (request) {
        yield* listEntries(volumes.byId(request.volumeId), request);
      });
    return new Map([
      ...single,
      ["VolumeListFiles", listing(VOLUME_RPCS.VolumeListFiles)],
      ["VolumeListFiles2", listing(VOLUME_RPCS.VolumeListFiles2)],
    ]);
  }
}

interface RemoveRequest {
  readonly volumeId: string;
  readonly path: string;
  readonly recursive: boolean;
}

interface ListRequest {
  readonly path: string;
  readonly recursive: boolean;
  readonly maxEntries: number;
}

/** Path below the volume's root, without a slash at either end. */
function insidePath(path: string): string {
  const inside = posix.normalize(`/${path}`).replace(/^\/+|\/+$/g, "");
  if (path.split("/").includes("..")) {
    throw new RpcError("INVALID_ARGUMENT", `Path '${path}' leads out of the volume`);
  }
  return inside;
}

function removeEntry({ folder }: Volume, { path, recursive }: RemoveRequest): void {
  const inside = insidePath(path);
  if (inside === "") throw new RpcError("INVALID_ARGUMENT", "Cannot remove the volume's root");
  const place = join(folder, inside);
  const info = statOrFail(place, path);
  if (info.isDirectory && !recursive) {
    throw new RpcError("INVALID_ARGUMENT", `Path '${path}' is a directory`);
  }
  Deno.removeSync(place, { recursive });
}

/** The entries of a folder or the one of a file, a hundred in a message, sorted by path. */
function* listEntries({ folder }: Volume, { path, recursive, maxEntries }: ListRequest) {
  const start = insidePath(path);
  const found: ReturnType<typeof entryOf>[] = [];
  const visit = (inside: string) => {
    for (const { name } of Deno.readDirSync(join(folder, inside))) {
      const below = inside === "" ? name : `${inside}/${name}`;
      const entry = entryOf(folder, below);
      found.push(entry);
      if (recursive && entry.type === ENTRY.directory) visit(below);
    }
  };
  if (statOrFail(join(folder, start), path).isDirectory) visit(start);
  else found.push(entryOf(folder, start));
  found.sort((a, b) => a.path < b.path ? -1 : 1);
  const entries = found.slice(0, maxEntries === 0 ? undefined : maxEntries);
  for (let index = 0; index < entries.length; index += 100) {
    yield { entries: entries.slice(index, index + 100) };
  }
}

function entryOf(folder: string, inside: string) {
  const info = Deno.lstatSync(join(folder, inside));
  const type = info.isDirectory ? ENTRY.directory : info.isSymlink ? ENTRY.symlink : ENTRY.file;
  const mtime = Math.floor((info.mtime?.getTime() ?? 0) / 1_000);
  return { path: inside, type, mtime, size: info.isFile ? info.size : 0 };
}

function statOrFail(place: string, path: string): Deno.FileInfo {
  try {
    return Deno.lstatSync(place);
  } catch {
    throw new RpcError("NOT_FOUND", `Path '${path}' does not exist in the volume`);
  }
}

/**
 * All sandboxes: makes them, finds them, and refuses more than there is capacity for.
 *
 * @module
 */

import { join } from "node:path";
import type { PythonInstall } from "../../../backends/local/find_python.ts";
import type { AppStore } from "./account_rpcs.ts";
import { FakeSandbox } from "./fake_sandbox.ts";
import type { ImageStore } from "./image_store.ts";
import { newId } from "./object_id.ts";
import { RpcError } from "./rpc_error.ts";
import { type BoxVolume, SandboxBox } from "./sandbox_box.ts";
import { describeDefinition, type WireDefinition } from "./sandbox_definition.ts";
import type { SecretSource, SecretStore } from "./secret_store.ts";
import type { VolumeStore } from "./volume_store.ts";

/** What sandboxes are made with. */
export interface FleetParts {
  readonly apps: AppStore;
  readonly images: ImageStore;
  readonly secrets: SecretStore;
  readonly volumes: VolumeStore;
  readonly isolation: "bubblewrap" | "plain";
  readonly python: PythonInstall;
  /** Most that may live at once. */
  readonly capacity: number;
  /** Folder for their folders. */
  readonly root: string;
  /** Whether commands are kept from a Ctrl-C. */
  readonly isInteractive: boolean;
}

/** A tag on the wire. */
export interface WireTag {
  readonly tagName: string;
  readonly tagValue: string;
}

/** What a client asks for. */
export interface CreateRequest {
  readonly generation: "V1" | "V2";
  readonly appId: string;
  readonly definition: WireDefinition | undefined;
  readonly tags: readonly WireTag[];
  readonly sources: readonly SecretSource[];
  /** Key under which a request that is repeated has its effect once. */
  readonly idempotencyKey: string;
}

/** All sandboxes there have been. */
export class SandboxFleet implements AsyncDisposable {
  readonly sandboxes: FakeSandbox[] = [];
  #parts: FleetParts;
  #made = new Map<string, FakeSandbox>();
  #refusals: string[] = [];

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  /** The next creation is refused with this message. */
  refuseNext(message: string): void {
    this.#refusals.push(message);
  }

  /**
   * Makes a sandbox; a request that is repeated gets the same one.
   * @throws {RpcError} RESOURCE_EXHAUSTED, NOT_FOUND, ALREADY_EXISTS, INVALID_ARGUMENT
   */
  create(request: CreateRequest): FakeSandbox {
    const made = this.#made.get(request.idempotencyKey);
    if (made && request.idempotencyKey !== "") return made;
    const refusal = this.#refusals.shift();
    if (refusal !== undefined) throw new RpcError("RESOURCE_EXHAUSTED", refusal);
    if (this.sandboxes.filter((sandbox) => sandbox.living).length >= this.#parts.capacity) {
      throw new RpcError("RESOURCE_EXHAUSTED", "Workspace limit of running sandboxes reached");
    }
    const sandbox = this.#make(request);
    this.sandboxes.push(sandbox);
    this.#made.set(request.idempotencyKey, sandbox);
    return sandbox;
  }

  /** The sandbox of an id. @throws {RpcError} NOT_FOUND */
  byId(id: string): FakeSandbox {
    return this.#find((sandbox) => sandbox.id === id, `Sandbox ${id}`);
  }

  /** The sandbox of a task. @throws {RpcError} NOT_FOUND */
  byTask(taskId: string): FakeSandbox {
    return this.#find((sandbox) => sandbox.taskId === taskId, `Task ${taskId}`);
  }

  /**
   * Gives a sandbox a name that no other living one of its app has.
   * @throws {RpcError} ALREADY_EXISTS
   */
  assertFreeName(appId: string, name: string): void {
    const isTaken = this.sandboxes.some((sandbox) =>
      sandbox.living && sandbox.appId === appId && sandbox.name === name
    );
    if (isTaken && name !== "") {
      throw new RpcError("ALREADY_EXISTS", `Sandbox with name '${name}' already exists`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.sandboxes.map((sandbox) => sandbox.close()));
  }

  #find(test: (sandbox: FakeSandbox) => boolean, what: string): FakeSandbox {
    const sandbox = this.sandboxes.find(test);
    if (!sandbox) throw new RpcError("NOT_FOUND", `${what} not found`);
    return sandbox;
  }

  #make({ generation, appId, definition: wire, tags, sources }: CreateRequest): FakeSandbox {
    const { apps, images, secrets, isolation, isInteractive, python, root } = this.#parts;
    if (!wire) throw new RpcError("INVALID_ARGUMENT", "There is no definition");
    const definition = describeDefinition(wire, sources, this.#parts);
    const image = images.config(wire.imageId);
    this.assertFreeName(apps.byId(appId).id, wire.name);
    const id = generation === "V1" ? newId("sb-") : newId("sb-01", 24).toUpperCase()
      .replace("SB-", "sb-");
    const taskId = newId("ta-");
    const { type } = definition.network;
    const box = new SandboxBox({
      isolation,
      folder: join(root, id),
      python,
      volumes: this.#volumes(wire),
      folders: image.workdir === undefined ? [] : [image.workdir],
      network: type !== "blocked",
      leadsGroup: isInteractive,
    });
    const env = {
      MODAL_SANDBOX_ID: id,
      MODAL_TASK_ID: taskId,
      ...image.env,
      ...secrets.variables(wire.secretIds, sources),
    };
    const workdir = wire.workdir || image.workdir || box.home;
    return new FakeSandbox({
      id,
      taskId,
      appId,
      name: wire.name,
      tags: tagRecord(tags),
      definition,
      imageId: wire.imageId,
      box,
      env,
      workdir,
    });
  }

  #volumes(wire: WireDefinition): readonly BoxVolume[] {
    const { volumes, isolation } = this.#parts;
    if (wire.volumeMounts.length > 0 && isolation === "plain") {
      throw new RpcError("FAILED_PRECONDITION", "The fake mounts volumes with bubblewrap alone");
    }
    return wire.volumeMounts.map(({ volumeId, mountPath, readOnly, subPath }) => {
      const folder = join(volumes.byId(volumeId).folder, subPath);
      Deno.mkdirSync(folder, { recursive: true });
      return { path: mountPath.replace(/\/+$/, ""), folder, readOnly };
    });
  }
}

/** Tags as an object. */
export function tagRecord(tags: readonly WireTag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ tagName, tagValue }) => [tagName, tagValue]));
}

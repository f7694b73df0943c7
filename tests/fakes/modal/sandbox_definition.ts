/**
 * What a client asks a sandbox to be, from the terms of the wire to those of a test.
 *
 * @module
 */

import type { FakeSandboxDefinition } from "./contract.ts";
import type { ImageStore } from "./image_store.ts";
import type { Message } from "./protobuf_schema.ts";
import { RpcError } from "./rpc_error.ts";
import type { SANDBOX_DEFINITION } from "./schema_sandboxes.ts";
import type { SecretSource, SecretStore } from "./secret_store.ts";
import type { VolumeStore } from "./volume_store.ts";

/** A definition as it comes in. */
export type WireDefinition = Message<typeof SANDBOX_DEFINITION>;

/** Where the names behind ids are found. */
export interface DefinitionParts {
  readonly images: ImageStore;
  readonly secrets: SecretStore;
  readonly volumes: VolumeStore;
}

const NETWORK_TYPES: Readonly<Record<number, FakeSandboxDefinition["network"]["type"]>> = {
  1: "open",
  2: "blocked",
  3: "allowlist",
};

/**
 * A definition in a test's terms.
 * @throws {RpcError} NOT_FOUND for an image, secret or volume that is not there; INVALID_ARGUMENT.
 */
export function describeDefinition(
  wire: WireDefinition,
  sources: readonly SecretSource[],
  { images, secrets, volumes }: DefinitionParts,
): FakeSandboxDefinition {
  const { resources, networkAccess } = wire;
  if (wire.timeoutSecs > 86_400) {
    throw new RpcError("INVALID_ARGUMENT", "Timeout of a sandbox must be at most 24 hours");
  }
  const stored = sources.filter(({ env }) => env === undefined).map(({ secretId }) => secretId);
  return {
    cpu: (resources?.milliCpu ?? 0) / 1_000,
    cpuLimit: (resources?.milliCpuMax ?? 0) / 1_000,
    memoryMiB: resources?.memoryMb ?? 0,
    memoryLimitMiB: resources?.memoryMbMax ?? 0,
    command: wire.entrypointArgs,
    timeoutSecs: wire.timeoutSecs,
    idleTimeoutSecs: wire.idleTimeoutSecs,
    workdir: wire.workdir,
    network: {
      type: NETWORK_TYPES[networkAccess?.networkAccessType ?? 1] ?? "open",
      cidrs: networkAccess?.allowedCidrs ?? [],
      domains: networkAccess?.allowedDomains ?? [],
    },
    volumes: wire.volumeMounts.map(({ mountPath, volumeId, readOnly, subPath }) => ({
      path: mountPath,
      volume: volumes.byId(volumeId).name,
      readOnly,
      subPath,
    })),
    gpu: resources?.gpuConfig?.gpuType ?? "",
    regions: wire.schedulerPlacement?.regions ?? [],
    cloud: wire.cloudProviderStr,
    secrets: [...new Set(secrets.namesOf([...wire.secretIds, ...stored]))],
    envKeys: sources.flatMap(({ env }) => Object.keys(env?.contents ?? {})),
    image: images.config(wire.imageId).commands,
    verbose: wire.verbose,
  };
}

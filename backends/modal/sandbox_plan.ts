/**
 * From settings to what Modal is asked for: image, resources, network, volumes, secrets, times. Pure;
 * everything that can be wrong with the settings is found here, before anything costs money.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { SandboxCreateParams } from "modal";
import type { BackendSettings } from "../../src/core/backend.ts";
import { UsageError } from "../../src/core/errors.ts";
import { type ImageRecipe, imageRecipe } from "./image_recipe.ts";
import { DEFAULT_APP } from "./sandbox_tags.ts";

/** What the SDK is told of a sandbox, but for what has to be looked up or differs from one to the next. */
export type SandboxParams = Pick<
  SandboxCreateParams,
  | "blockNetwork"
  | "cpu"
  | "cpuLimit"
  | "gpu"
  | "idleTimeoutMs"
  | "memoryLimitMiB"
  | "memoryMiB"
  | "outboundDomainAllowlist"
  | "regions"
>;

/** What all sandboxes of a backend are. */
export interface SandboxPlan {
  /** Application that they belong to. */
  readonly app: string;
  /** Their image. */
  readonly image: ImageRecipe;
  /** What the SDK is told. */
  readonly params: SandboxParams;
  /** Name of the volume at {@linkcode VOLUME_MOUNT}, if there is one. */
  readonly volume: string | undefined;
  /** Names of the secrets whose values they get. */
  readonly secrets: readonly string[];
  /** Whether guests can reach anything. */
  readonly network: boolean;
  /** Most milliseconds that one lives. */
  readonly timeoutMs: number;
  /** The same for all that may do the same. */
  readonly fingerprint: string;
}

/** Where the volume is. */
export const VOLUME_MOUNT = "/data";
/** Where documents are that the volume's runs share. */
export const INPUTS_MOUNT = "/mnt/inputs";
/** What is behind the name of a volume in that of the one with its documents. */
export const INPUTS_SUFFIX = "-inputs";

const MIB = 1 << 20;
/** Reserved and most, unless asked for: billed is what is used, and the reserved at least. */
const CORES = { reserved: 0.5, most: 2 } as const;
const MEMORY_MIB = { reserved: 1_024, most: 4_096 } as const;
/** Modal takes nothing longer. */
const MAX_LIFE_MS = 24 * 3_600_000;
/** What a sandbox lives longer than its session may, so that the session ends it and says why. */
const SPARE_LIFE_MS = 5 * 60_000;
/** Ends a sandbox in which nothing of ours runs any more. */
const IDLE_MS = 300_000;
/** Longest name of anything at Modal. */
const MAX_NAME_CHARS = 64;
const NAME = /^[A-Za-z0-9._-]+$/;

/**
 * The plan.
 * @throws {UsageError} What is wrong with the settings.
 */
export function planSandbox({ allowNet = false, cloud = {} }: BackendSettings): SandboxPlan {
  const { allowDomains = [], cores, gpu, memoryBytes, regions = [], secretNames = [] } = cloud;
  if (allowNet && allowDomains.length > 0) {
    throw new UsageError("Cannot use --allow-domain with --allow-net, which allows all domains", {
      hint: "Leave one of them out",
    });
  }
  const app = cloud.app ?? DEFAULT_APP;
  checkName("app", app, MAX_NAME_CHARS);
  const { volumeName: volume } = cloud;
  if (volume !== undefined) checkName("volume", volume, MAX_NAME_CHARS - INPUTS_SUFFIX.length);
  for (const name of secretNames) checkName("secret", name, MAX_NAME_CHARS);
  const memoryMiB = memoryBytes === undefined ? undefined : Math.ceil(memoryBytes / MIB);
  const params: SandboxParams = {
    cpu: cores ?? CORES.reserved,
    cpuLimit: cores ?? CORES.most,
    memoryMiB: memoryMiB ?? MEMORY_MIB.reserved,
    memoryLimitMiB: memoryMiB ?? MEMORY_MIB.most,
    idleTimeoutMs: IDLE_MS,
    ...(gpu === undefined ? {} : { gpu }),
    ...(regions.length === 0 ? {} : { regions: [...regions] }),
    ...network(allowNet, allowDomains),
  };
  const image = imageRecipe(cloud);
  return {
    app,
    image,
    params,
    volume,
    secrets: secretNames,
    network: allowNet || allowDomains.length > 0,
    timeoutMs: Math.min(MAX_LIFE_MS, cloud.timeoutMs ?? MAX_LIFE_MS),
    fingerprint: createHash("sha256")
      .update(JSON.stringify([image, params, volume ?? null, secretNames]))
      .digest("hex").slice(0, 16),
  };
}

/** Most milliseconds that a sandbox lives whose session has a limit of its own, in whole seconds. */
export function sandboxLifeMs({ timeoutMs }: SandboxPlan, lifetimeMs = 0): number {
  const wanted = lifetimeMs > 0 ? lifetimeMs + SPARE_LIFE_MS : Infinity;
  return Math.ceil(Math.min(timeoutMs, wanted) / 1000) * 1000;
}

function network(allowNet: boolean, domains: readonly string[]): SandboxParams {
  if (allowNet) return {};
  return domains.length > 0 ? { outboundDomainAllowlist: [...domains] } : { blockNetwork: true };
}

function checkName(what: string, name: string, most: number): void {
  if (NAME.test(name) && name.length <= most) return;
  throw new UsageError(`Cannot use "${name}" as the name of a Modal ${what}`, {
    hint: `Use letters, digits, ".", "_" and "-", at most ${most} of them`,
  });
}

/**
 * The volumes of an account: which there are, making one, what is in it, and removing from it.
 *
 * @module
 */

import type { VolumeEntry } from "../../../src/core/cloud_account.ts";
import { FleetError } from "../../../src/core/errors.ts";
import { statusOf } from "../modal_error.ts";
import type { AccountClient } from "./account_client.ts";

/** Kinds of creation on the wire. */
const CREATE = { lookUp: 0, failIfExists: 2 } as const;
const STATUS = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  failedPrecondition: 9,
} as const;
/** Version that new volumes have: many may write at once, and there is no limit to the files. */
const NEW_VERSION = 2;
/** Time for reading a long list, ms. */
const LIST_MS = 120_000;
/** Kinds of entries on the wire. */
const ENTRY_TYPES: Readonly<Record<number, VolumeEntry["type"]>> = {
  1: "file",
  2: "directory",
  3: "link",
};

/** A volume that was found. */
interface FoundVolume {
  readonly volumeId: string;
  readonly version: number;
}

/** Names of all volumes, sorted. */
export async function volumeNames(account: AccountClient): Promise<readonly string[]> {
  const environmentName = account.environment;
  const items = await account.pages(
    "list the volumes",
    async (pagination) => (await account.rpc.volumeList({ environmentName, pagination })).items,
  );
  return items.map(({ label }) => label).sort();
}

/** Makes a volume unless it is there. */
export function createVolume(
  account: AccountClient,
  name: string,
): Promise<{ readonly isNew: boolean }> {
  return account.ask(`create volume "${name}"`, async () => {
    try {
      await account.rpc.volumeGetOrCreate({
        deploymentName: name,
        environmentName: account.environment,
        objectCreationType: CREATE.failIfExists,
        version: NEW_VERSION,
      });
      return { isNew: true };
    } catch (thrown) {
      if (statusOf(thrown) === STATUS.alreadyExists) return { isNew: false };
      throw thrown;
    }
  });
}

/** The entries of a folder, or the one of a file, sorted by path. */
export async function listVolume(
  account: AccountClient,
  name: string,
  { path, isRecursive }: { readonly path: string; readonly isRecursive: boolean },
): Promise<readonly VolumeEntry[]> {
  const { volumeId, version } = await findVolume(account, name);
  const request = { volumeId, path: absolute(path), recursive: isRecursive };
  const what = `list "${path}" of volume "${name}"`;
  const entries = await account.ask(what, async () => {
    const pages = version >= 2
      ? account.rpc.volumeListFiles2(request)
      : account.rpc.volumeListFiles(request);
    const found: VolumeEntry[] = [];
    try {
      for await (const page of pages) {
        for (const { path, type, size, mtime } of page.entries) {
          found.push({
            path: path.replace(/^\/+/, ""),
            type: ENTRY_TYPES[type] ?? "other",
            bytes: size,
            modifiedMs: mtime * 1_000,
          });
        }
      }
    } catch (thrown) {
      throw pathError(thrown, what);
    }
    return found;
  }, LIST_MS);
  return entries.sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

/** Removes a file, or a folder with all that is in it. */
export async function removeFromVolume(
  account: AccountClient,
  name: string,
  { path, isRecursive }: { readonly path: string; readonly isRecursive: boolean },
): Promise<void> {
  const { volumeId, version } = await findVolume(account, name);
  const request = { volumeId, path: absolute(path), recursive: isRecursive };
  const what = `remove "${path}" from volume "${name}"`;
  await account.ask(what, async () => {
    try {
      if (version >= 2) await account.rpc.volumeRemoveFile2(request);
      else await account.rpc.volumeRemoveFile(request);
    } catch (thrown) {
      throw pathError(thrown, what);
    }
  });
}

/**
 * The volume of a name.
 * @throws {FleetError} `volume-missing`
 */
async function findVolume(account: AccountClient, name: string): Promise<FoundVolume> {
  const response = await account.ask(`find volume "${name}"`, () =>
    account.rpc.volumeGetOrCreate({
      deploymentName: name,
      environmentName: account.environment,
      objectCreationType: CREATE.lookUp,
    }));
  return { volumeId: response.volumeId, version: response.metadata?.version || response.version };
}

/** Modal takes paths within a volume as absolute ones. */
function absolute(path: string): string {
  return `/${path.replace(/^\/+/, "")}`;
}

/** What a refusal means when the volume is there: something is wrong with the path. */
function pathError(thrown: unknown, what: string): unknown {
  const status = statusOf(thrown);
  if (status === STATUS.notFound) {
    return new FleetError("input-missing", `Cannot ${what}: it is not there`, { cause: thrown });
  }
  if (status !== STATUS.invalidArgument && status !== STATUS.failedPrecondition) return thrown;
  const details = thrown instanceof Error && "details" in thrown ? String(thrown.details) : "";
  return new FleetError("input-invalid", `Cannot ${what}: ${details}`, {
    hint: "A folder needs --recursive",
    cause: thrown,
  });
}

/**
 * Files into a volume and out of it.
 *
 * @module
 */

import type { Sandbox } from "modal";
import type { TransferOptions, VolumeTransfer } from "../../../src/core/cloud_account.ts";
import { FleetError } from "../../../src/core/errors.ts";
import { copyFromLocal } from "../copy_from_local.ts";
import type { AccountClient } from "./account_client.ts";
import { copyToLocal } from "./copy_to_local.ts";
import { MOUNT, withVolumeSandbox } from "./volume_sandbox.ts";
import { listVolume } from "./volumes.ts";

/** Files under way at once. */
const CONCURRENCY = 8;
/** Time for a file: some for itself, some for its bytes at a slow pace. */
const [FILE_MS, SLOWEST_BYTES_PER_MS] = [120_000, 100];
const SYNC_MS = 300_000;
/** How often the volume is looked at until it shows what was put there, and how long, ms. */
const [LOOK_MS, LOOK_FOR_MS] = [1_000, 60_000];

/** Puts files into a volume, and makes sure that they are kept. */
export async function putFiles(
  account: AccountClient,
  volume: string,
  { files, onFile }: TransferOptions & { readonly files: readonly VolumeTransfer[] },
): Promise<void> {
  const what = `put files into volume "${volume}"`;
  await withVolumeSandbox(account, { volume, isReadOnly: false, what }, async (sandbox) => {
    await eachFile(files, async (file) => {
      await transfer(
        account,
        `put "${file.local}"`,
        file,
        () => copyFromLocal(sandbox, { from: file.local, to: `${MOUNT}/${file.remote}` }),
      );
      onFile?.(file);
    });
    await account.ask(what, () => commit(sandbox), SYNC_MS);
  });
  await seeFiles(account, volume, files);
}

/** Gets files out of a volume. */
export async function getFiles(
  account: AccountClient,
  volume: string,
  { files, onFile }: TransferOptions & { readonly files: readonly VolumeTransfer[] },
): Promise<void> {
  const what = `get files from volume "${volume}"`;
  await withVolumeSandbox(
    account,
    { volume, isReadOnly: true, what },
    (sandbox) =>
      eachFile(files, async (file) => {
        await transfer(account, `get "${file.remote}"`, file, () => copyToLocal(sandbox, file));
        onFile?.(file);
      }),
  );
}

function transfer(
  account: AccountClient,
  what: string,
  { bytes }: VolumeTransfer,
  action: () => Promise<void>,
): Promise<void> {
  return account.ask(what, action, FILE_MS + bytes / SLOWEST_BYTES_PER_MS);
}

/** A volume of version 2 keeps what was written at once; one of version 1 when its sandbox ends. */
async function commit(sandbox: Sandbox): Promise<void> {
  const process = await sandbox.exec(["sync", MOUNT], { stdout: "ignore", stderr: "ignore" });
  await process.wait();
}

/** Does something for all files, a few at a time; the first failure ends it. */
async function eachFile(
  files: readonly VolumeTransfer[],
  action: (file: VolumeTransfer) => Promise<void>,
): Promise<void> {
  const left = [...files];
  const work = async () => {
    for (let file = left.shift(); file; file = left.shift()) {
      try {
        await action(file);
      } catch (thrown) {
        left.length = 0;
        throw thrown;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
}

/** Waits until the volume shows all files: what a sandbox wrote is not there at once. */
async function seeFiles(
  account: AccountClient,
  volume: string,
  files: readonly VolumeTransfer[],
): Promise<void> {
  const path = commonFolder(files.map(({ remote }) => remote));
  const until = Date.now() + LOOK_FOR_MS;
  while (true) {
    const missing = await missingFiles(account, volume, { path, files });
    if (missing.length === 0) return;
    if (Date.now() > until) {
      const message = `Cannot see "${missing[0]?.remote}" in volume "${volume}" yet`;
      const hint = `Look later with: fleet-rlm modal volume ls ${volume}`;
      throw new FleetError("cloud-failed", message, { hint });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    account.settings.signal?.throwIfAborted();
  }
}

async function missingFiles(
  account: AccountClient,
  volume: string,
  { path, files }: { readonly path: string; readonly files: readonly VolumeTransfer[] },
): Promise<readonly VolumeTransfer[]> {
  try {
    const entries = await listVolume(account, volume, { path, isRecursive: true });
    const sizes = new Map(entries.map((entry) => [entry.path, entry.bytes]));
    return files.filter(({ remote, bytes }) => sizes.get(remote) !== bytes);
  } catch (thrown) {
    if (thrown instanceof FleetError && thrown.code === "input-missing") return files;
    throw thrown;
  }
}

/** The deepest folder that all paths are in; the path itself when there is only one. */
function commonFolder(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  if (others.length === 0) return first;
  let folder = first.split("/").slice(0, -1);
  for (const path of others) {
    const parts = path.split("/");
    const differs = folder.findIndex((part, index) => parts[index] !== part);
    if (differs >= 0) folder = folder.slice(0, differs);
  }
  return folder.join("/");
}

/**
 * `modal volume put`: a file, or a folder with all that is in it, into a volume.
 *
 * @module
 */

import { basename, join, resolve } from "node:path";
import type { CloudAccount, VolumeTransfer } from "../../core/cloud_account.ts";
import { FleetError, messageOf, throwIfAborted, UsageError } from "../../core/errors.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { openCloudAccount } from "../open_cloud_account.ts";
import { reportTransfers } from "../transfer_report.ts";

/** Puts files into a volume. */
export async function modalVolumePut(context: CommandContext): Promise<number> {
  const { args, cwd } = context;
  const volume = args.requiredArgument("volume");
  const files = await plan(resolve(cwd, args.requiredArgument("local")), context);
  await using account = await openCloudAccount(context);
  if (!args.flag("force")) await assertNew(account, volume, files);
  await reportTransfers(
    context,
    { volume, files, verb: "put" },
    (onFile) => account.putFiles(volume, files, { onFile }),
  );
  return EXIT.ok;
}

/** The files with their places in the volume. */
async function plan(local: string, context: CommandContext): Promise<readonly VolumeTransfer[]> {
  const given = context.args.argument("remote") ?? "";
  const inside = given.replace(/^\/+|\/+$/g, "");
  if (inside.split("/").some((part) => ["..", "."].includes(part)) || /\/\//.test(inside)) {
    throw new UsageError(`Cannot put anything at "${given}": it is no path within a volume`);
  }
  const info = await statOf(local);
  const isInto = given === "" || given.endsWith("/");
  const remote = isInto ? joinPath(inside, basename(local)) : inside;
  if (info.isFile) return [{ local, remote, bytes: info.size }];
  const files: VolumeTransfer[] = [];
  await walk({ local, remote }, files, context.signal);
  if (files.length > 0) return files;
  throw new FleetError("input-empty", `Cannot put "${local}": there is no file in it`);
}

async function walk(
  { local, remote }: { readonly local: string; readonly remote: string },
  files: VolumeTransfer[],
  signal: AbortSignal,
): Promise<void> {
  throwIfAborted(signal);
  const entries = await Array.fromAsync(Deno.readDir(local));
  for (const { name, isDirectory, isFile } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const place = { local: join(local, name), remote: joinPath(remote, name) };
    if (isDirectory) await walk(place, files, signal);
    else if (isFile) files.push({ ...place, bytes: (await statOf(place.local)).size });
  }
}

async function statOf(path: string): Promise<Deno.FileInfo> {
  try {
    const info = await Deno.stat(path);
    if (info.isFile || info.isDirectory) return info;
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    const state = isMissing ? "it does not exist" : messageOf(cause);
    const code = isMissing ? "input-missing" : "input-unreadable";
    throw new FleetError(code, `Cannot put "${path}": ${state}`, { cause });
  }
  throw new FleetError("input-unreadable", `Cannot put "${path}": it is no file and no folder`);
}

/** @throws {FleetError} `output-failed` when one of the files is in the volume already. */
async function assertNew(
  account: CloudAccount,
  volume: string,
  files: readonly VolumeTransfer[],
): Promise<void> {
  const there = new Set(
    (await Promise.all(
      [...new Set(files.map(({ remote }) => folderOf(remote)))]
        .map((folder) => list(account, volume, folder)),
    )).flat(),
  );
  const found = files.find(({ remote }) => there.has(remote));
  if (!found) return;
  throw new FleetError("output-failed", `Cannot put "${found.remote}": it is there already`, {
    hint: "--force replaces it",
  });
}

async function list(
  account: CloudAccount,
  volume: string,
  folder: string,
): Promise<readonly string[]> {
  try {
    return (await account.listVolume(volume, folder)).map(({ path }) => path);
  } catch (thrown) {
    if (thrown instanceof FleetError && thrown.code === "input-missing") return [];
    throw thrown;
  }
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

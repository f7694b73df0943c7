/**
 * `modal volume get`: a file, or a folder with all that is in it, out of a volume.
 *
 * @module
 */

import { join, resolve } from "node:path";
import type { VolumeEntry, VolumeTransfer } from "../../core/cloud_account.ts";
import { FleetError } from "../../core/errors.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { openCloudAccount } from "../open_cloud_account.ts";
import { reportTransfers } from "../transfer_report.ts";

/** Gets files out of a volume. */
export async function modalVolumeGet(context: CommandContext): Promise<number> {
  const { args, cwd } = context;
  const volume = args.requiredArgument("volume");
  const remote = args.requiredArgument("remote").replace(/^\/+|\/+$/g, "");
  const local = resolve(cwd, args.argument("local") ?? ".");
  await using account = await openCloudAccount(context);
  const entries = await account.listVolume(volume, remote, { isRecursive: true });
  const files = await plan(entries, { remote, local });
  if (!args.flag("force")) await assertNew(files);
  await reportTransfers(
    context,
    { volume, files, verb: "get" },
    (onFile) => account.getFiles(volume, files, { onFile }),
  );
  return EXIT.ok;
}

/** The files with their places here. */
async function plan(
  entries: readonly VolumeEntry[],
  { remote, local }: { readonly remote: string; readonly local: string },
): Promise<readonly VolumeTransfer[]> {
  const files = entries.filter(({ type }) => type === "file");
  const [first] = files;
  const isOneFile = files.length === 1 && first?.path === remote;
  const isInto = await isFolder(local) || local.endsWith("/");
  const name = remote.split("/").at(-1) ?? "";
  const place = isInto ? join(local, name) : local;
  if (isOneFile) return [{ remote, local: place, bytes: first.bytes }];
  if (files.length === 0) {
    throw new FleetError("input-empty", `Cannot get "${remote}": there is no file in it`);
  }
  return files.map(({ path, bytes }) => {
    const below = remote === "" ? path : path.slice(remote.length + 1);
    assertInside(below, path);
    return { remote: path, local: join(remote === "" ? local : place, below), bytes };
  });
}

/** A name that came from elsewhere must not lead out of the folder. */
function assertInside(below: string, path: string): void {
  const parts = below.split("/");
  if (!parts.includes("..") && !parts.includes("") && !below.includes("\\")) return;
  throw new FleetError("input-invalid", `Cannot get "${path}": its name leads elsewhere`);
}

async function assertNew(files: readonly VolumeTransfer[]): Promise<void> {
  for (const { local } of files) {
    if (!await exists(local)) continue;
    throw new FleetError("output-failed", `Cannot write "${local}": it is there already`, {
      hint: "--force replaces it",
    });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

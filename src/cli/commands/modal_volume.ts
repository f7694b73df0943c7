/**
 * `modal volume create`, `ls` and `rm`.
 *
 * @module
 */

import type { VolumeEntry } from "../../core/cloud_account.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CommandContext } from "../command_spec.ts";
import { disarm } from "../disarm.ts";
import { EXIT } from "../exit_code.ts";
import { openCloudAccount } from "../open_cloud_account.ts";
import { renderJson, renderLines } from "../output.ts";

const SIZE_COLUMN = 12;

/** Makes a volume. */
export async function modalVolumeCreate(context: CommandContext): Promise<number> {
  const volume = context.args.requiredArgument("volume");
  await using account = await openCloudAccount(context);
  const { isNew } = await account.createVolume(volume);
  print(context, { volume, created: isNew });
  return EXIT.ok;
}

/** Lists what is in a volume. */
export async function modalVolumeList(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  const volume = args.requiredArgument("volume");
  const path = args.argument("path") ?? "";
  await using account = await openCloudAccount(context);
  const options = { isRecursive: args.flag("recursive") };
  const entries = await account.listVolume(volume, path, options);
  terminal.out(
    args.flag("json")
      ? renderJson({ volume, path, entries: entries.map(record) })
      : entries.map(renderEntry).join(""),
  );
  return EXIT.ok;
}

/** Removes from a volume. */
export async function modalVolumeRemove(context: CommandContext): Promise<number> {
  const { args } = context;
  const volume = args.requiredArgument("volume");
  const path = args.requiredArgument("path");
  await using account = await openCloudAccount(context);
  await account.removeFromVolume(volume, path, { isRecursive: args.flag("recursive") });
  print(context, { volume, removed: path });
  return EXIT.ok;
}

function print({ args, terminal }: CommandContext, result: JsonObject): void {
  terminal.out(args.flag("json") ? renderJson(result) : renderLines(result));
}

function record({ path, type, bytes, modifiedMs }: VolumeEntry): JsonObject {
  return { path, type, bytes, modified: new Date(modifiedMs).toISOString() };
}

/** `2026-05-01 10:00        1234 reports/may.txt`, a folder with a slash. */
function renderEntry({ path, type, bytes, modifiedMs }: VolumeEntry): string {
  const when = new Date(modifiedMs).toISOString().slice(0, 16).replace("T", " ");
  const size = (type === "file" ? String(bytes) : "").padStart(SIZE_COLUMN);
  const name = disarm(path.replaceAll("\n", "\\n"));
  return `${when} ${size} ${name}${type === "directory" ? "/" : ""}\n`;
}

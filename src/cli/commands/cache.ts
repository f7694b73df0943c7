/**
 * `cache`: what the response cache holds; `cache clear` empties it, and does away with a file that is
 * no good.
 *
 * @module
 */

import { cacheFolder, replyCachePath } from "../../config/cache_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import { FleetError, messageOf } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { openReplyDatabase } from "../../lm/reply_database.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson, renderLines } from "../output.ts";

/** Prints what is there, or what was cleared. */
export async function cache({ args, terminal, env }: CommandContext): Promise<number> {
  const action = args.argument("action");
  const path = replyCachePath(cacheFolder(userPlaces(env)));
  const result = action === "clear" ? await clear(path) : await look(path);
  terminal.out(args.flag("json") ? renderJson(result) : renderLines(result));
  return EXIT.ok;
}

async function look(path: string): Promise<JsonObject> {
  if (!await exists(path)) return { path, entries: 0, bytes: 0, hits: 0 };
  try {
    using file = await openReplyDatabase(path, { isReadOnly: true });
    return { path, ...file.stats() };
  } catch (cause) {
    throw new FleetError("cache-unusable", `Cannot read cache "${path}": ${messageOf(cause)}`, {
      hint: 'Make it anew with "fleet-rlm cache clear"',
      cause,
    });
  }
}

async function clear(path: string): Promise<JsonObject> {
  if (!await exists(path)) return { path, cleared: 0 };
  try {
    using file = await openReplyDatabase(path);
    return { path, cleared: file.clear() };
  } catch (error) {
    if (/locked|busy/i.test(messageOf(error))) {
      throw new FleetError("cache-unusable", `Cannot clear cache "${path}": it is in use`, {
        hint: "Try again when no run is under way",
        cause: error,
      });
    }
    await removeFiles(path);
    return { path, cleared: 0, removed: true };
  }
}

/** The file and what SQLite keeps beside it. */
async function removeFiles(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) {
    try {
      await Deno.remove(path + suffix);
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) continue;
      throw new FleetError("cache-unusable", `Cannot remove "${path}": ${messageOf(cause)}`, {
        cause,
      });
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

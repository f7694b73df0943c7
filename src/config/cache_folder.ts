/**
 * Where the program keeps what it can make again.
 *
 * @module
 */

import { join } from "node:path";
import type { UserPlaces } from "./user_places.ts";

/**
 * Folder for the program's cache: `$XDG_CACHE_HOME/fleet-rlm` or `~/.cache/fleet-rlm`,
 * `~/Library/Caches/fleet-rlm` on macOS, `%LOCALAPPDATA%\fleet-rlm\cache` on Windows. A relative
 * `XDG_CACHE_HOME` is ignored, as its specification demands.
 */
export function cacheFolder({ env, os, home }: UserPlaces): string {
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg?.startsWith("/")) return `${xdg}/fleet-rlm`;
  if (os === "windows") {
    const base = env["LOCALAPPDATA"] || `${env["USERPROFILE"] || home}\\AppData\\Local`;
    return `${base}\\fleet-rlm\\cache`;
  }
  const base = env["HOME"] || home;
  return os === "darwin" ? `${base}/Library/Caches/fleet-rlm` : `${base}/.cache/fleet-rlm`;
}

/** Path of the response cache in the cache folder. */
export function replyCachePath(folder: string): string {
  return join(folder, "replies.sqlite");
}

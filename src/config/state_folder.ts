/**
 * Where the program keeps what outlives it: the records of runs.
 *
 * @module
 */

import { join } from "node:path";
import type { UserPlaces } from "./user_places.ts";

/**
 * Folder for the program's state: `$XDG_STATE_HOME/fleet-rlm` or `~/.local/state/fleet-rlm`,
 * `~/Library/Application Support/fleet-rlm` on macOS, `%LOCALAPPDATA%\fleet-rlm` on Windows. A
 * relative `XDG_STATE_HOME` is ignored, as its specification demands.
 */
export function stateFolder({ env, os, home }: UserPlaces): string {
  const xdg = env["XDG_STATE_HOME"];
  if (xdg?.startsWith("/")) return `${xdg}/fleet-rlm`;
  if (os === "windows") {
    return `${env["LOCALAPPDATA"] || `${env["USERPROFILE"] || home}\\AppData\\Local`}\\fleet-rlm`;
  }
  const base = env["HOME"] || home;
  if (os === "darwin") return `${base}/Library/Application Support/fleet-rlm`;
  return `${base}/.local/state/fleet-rlm`;
}

/** How the name of a record ends. */
export const RECORD_SUFFIX = ".jsonl";

/** Folder of the records of runs, each named after its run, in the state folder. */
export function recordsFolder(folder: string): string {
  return join(folder, "runs");
}

/** Path of the record of a run in the state folder. */
export function recordPath(folder: string, runId: string): string {
  return join(recordsFolder(folder), runId + RECORD_SUFFIX);
}

/** Folder of the pages that are made of records, in the state folder. */
export function pagesFolder(folder: string): string {
  return join(folder, "pages");
}

/**
 * Where the program keeps what outlives it: the records of runs.
 *
 * @module
 */

import { join } from "node:path";

/** What the answer depends on. */
export interface StateFolderSources {
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Operating system. */
  readonly os: typeof Deno.build.os;
  /** Home folder of the user, for when the environment does not tell. */
  readonly home: string;
}

/**
 * Folder for the program's state: `$XDG_STATE_HOME/fleet-rlm` or `~/.local/state/fleet-rlm`,
 * `~/Library/Application Support/fleet-rlm` on macOS, `%LOCALAPPDATA%\fleet-rlm` on Windows. A
 * relative `XDG_STATE_HOME` is ignored, as its specification demands.
 */
export function stateFolder({ env, os, home }: StateFolderSources): string {
  const xdg = env["XDG_STATE_HOME"];
  if (xdg?.startsWith("/")) return `${xdg}/fleet-rlm`;
  if (os === "windows") {
    return `${env["LOCALAPPDATA"] || `${env["USERPROFILE"] || home}\\AppData\\Local`}\\fleet-rlm`;
  }
  const base = env["HOME"] || home;
  if (os === "darwin") return `${base}/Library/Application Support/fleet-rlm`;
  return `${base}/.local/state/fleet-rlm`;
}

/** Path of the trajectory of a run in the state folder. */
export function trajectoryPath(folder: string, runId: string): string {
  return join(folder, "runs", `${runId}.jsonl`);
}

/**
 * Where the record of a run goes: the file that the user names, or one in the state folder.
 *
 * @module
 */

import { homedir } from "node:os";
import { resolve } from "node:path";
import { stateFolder, trajectoryPath } from "../config/state_folder.ts";
import type { CommandContext } from "./command_spec.ts";

/** Path of the trajectory file. */
export function locateTrajectory({ args, env, cwd }: CommandContext, runId: string): string {
  const given = args.text("trajectory");
  if (given !== undefined) return resolve(cwd, given);
  return trajectoryPath(stateFolder({ env, os: Deno.build.os, home: homedir() }), runId);
}

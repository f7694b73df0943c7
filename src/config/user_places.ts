/**
 * What decides where the files of a user are.
 *
 * @module
 */

import { homedir } from "node:os";

/** What the places of a user's files depend on. */
export interface UserPlaces {
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Operating system. */
  readonly os: typeof Deno.build.os;
  /** Home folder of the user, absolute. */
  readonly home: string;
}

/** Those of the user whose environment it is, on this machine. */
export function userPlaces(env: UserPlaces["env"]): UserPlaces {
  const home = env["HOME"] || env["USERPROFILE"] || homedir();
  return { env, os: Deno.build.os, home };
}

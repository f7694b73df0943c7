/**
 * Whether there are credentials to try, without loading the SDK.
 *
 * @module
 */

import { profilePath } from "./profile_path.ts";

const VARIABLES: readonly string[] = ["MODAL_TOKEN_ID", "MODAL_OAUTH_REFRESH_TOKEN"];

/** True when a variable holds a token or there is a file of profiles. */
export function hasCredentials(
  lookup: ((variable: string) => string | undefined) | undefined,
): boolean {
  if (VARIABLES.some((name) => lookup?.(name)?.trim())) return true;
  try {
    return Deno.statSync(profilePath(lookup)).isFile;
  } catch {
    return false;
  }
}

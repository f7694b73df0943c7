/**
 * Where Modal's programs keep their profiles.
 *
 * @module
 */

import { homedir } from "node:os";
import { join } from "node:path";

/** Path of the file, whether it is there or not. */
export function profilePath(
  lookup: ((variable: string) => string | undefined) | undefined,
): string {
  return lookup?.("MODAL_CONFIG_PATH")?.trim() || join(homedir(), ".modal.toml");
}

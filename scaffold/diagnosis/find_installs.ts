/**
 * The installations of the assets that a session of Claude Code in a folder would see.
 *
 * @module
 */

import { join } from "node:path";
import type { AssetLayout } from "../../src/core/asset.ts";
import type { Installer, InstallPlan } from "../../src/core/installer.ts";

/** Where to look. */
export interface Places {
  /** The folder of Claude Code. */
  readonly config: string;
  /** The current folder, which may have a `.claude` of its own. */
  readonly cwd: string;
}

const LAYOUTS: readonly AssetLayout[] = ["plugin", "flat"];

/** What is installed in the user's folder and the project's, as plans that would bring it up to date. */
export async function findInstalls(
  installer: Installer,
  { config, cwd }: Places,
): Promise<readonly InstallPlan[]> {
  const folders = new Set([config, join(cwd, ".claude")]);
  const found: InstallPlan[] = [];
  for (const folder of folders) {
    if (!await isFolder(folder)) continue;
    for (const layout of LAYOUTS) {
      const plan = await installer.plan({ folder, layout });
      if (plan.installedVersion !== undefined) found.push(plan);
    }
  }
  return found;
}

/** Whether there is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

/**
 * The linter over a folder on disk.
 *
 * @module
 */

import type { LintAssets } from "../../src/core/scaffold.ts";
import { lintAssets } from "./lint_assets.ts";
import { readAssets } from "./read_assets.ts";

/** Findings in what Claude Code would load of a folder. */
export const lintFolder: LintAssets = async ({ folder, layout, paths }) => {
  const findings = await lintAssets(await readAssets(folder), layout);
  return paths === undefined ? findings : findings.filter(({ file }) => paths.includes(file));
};

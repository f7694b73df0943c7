/**
 * The linter: every rule over the files of a folder.
 *
 * @module
 */

import type { AssetFinding, AssetLayout } from "../../src/core/asset.ts";
import type { AssetRule } from "./asset_rule.ts";
import { type AssetBytes, createAssetTree } from "./asset_tree.ts";
import { AGENT_RULES } from "./rules/agent_rules.ts";
import { BUNDLE_RULES } from "./rules/bundle_rules.ts";
import { FILE_RULES } from "./rules/file_rules.ts";
import { FRONT_MATTER_RULES } from "./rules/front_matter_rules.ts";
import { HOOK_RULES } from "./rules/hook_rules.ts";
import { PLUGIN_RULES } from "./rules/plugin_rules.ts";
import { PROMPT_RULE_RULES } from "./rules/prompt_rule_rules.ts";
import { SKILL_RULES } from "./rules/skill_rules.ts";

/** All rules, by what they are about. */
export const ASSET_RULES: readonly AssetRule[] = [
  ...FILE_RULES,
  ...FRONT_MATTER_RULES,
  ...SKILL_RULES,
  ...AGENT_RULES,
  ...HOOK_RULES,
  ...PROMPT_RULE_RULES,
  ...PLUGIN_RULES,
  ...BUNDLE_RULES,
];

/** Findings by file, then line, then rule. */
export async function lintAssets(
  files: readonly AssetBytes[],
  layout: AssetLayout,
): Promise<readonly AssetFinding[]> {
  const tree = await createAssetTree(files, layout);
  const findings: AssetFinding[] = [];
  for (const { check, code, severity } of ASSET_RULES) {
    for (const found of check(tree)) findings.push({ code, severity, line: 1, ...found });
  }
  return findings.sort((a, b) =>
    compare(a.file, b.file) || a.line - b.line || compare(a.code, b.code)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

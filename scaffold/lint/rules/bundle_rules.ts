/**
 * Rules about the assets together: what they call each other, and what they cost.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import { type AssetTree, bodyOf, frontOf } from "../asset_tree.ts";
import { estimateAlwaysOn } from "../estimate_tokens.ts";

/** Most tokens that a plugin should take in every session. */
const MOST_ALWAYS_ON_TOKENS = 800;

/** X001 and X002. */
export const BUNDLE_RULES: readonly AssetRule[] = [
  {
    code: "X001",
    severity: "error",
    about: "Agents and skills call each other by names that lead to them",
    check: lostNames,
  },
  {
    code: "X002",
    severity: "warning",
    about: `All assets together take no more than ${MOST_ALWAYS_ON_TOKENS} tokens of every session`,
    *check(tree) {
      if (tree.plugin === undefined) return;
      const tokens = estimateAlwaysOn(tree);
      if (tokens <= MOST_ALWAYS_ON_TOKENS) return;
      yield {
        file: tree.plugin.path,
        message: `Names and descriptions take about ${tokens} tokens of every session`,
        fix: "Shorten descriptions",
      };
    },
  },
];

/** The name under which Claude Code knows each agent of a plugin: folders, then its own name. */
function agentNames({ agents }: AssetTree): readonly string[] {
  return agents.map((agent) => {
    const folders = agent.path.split("/").slice(1, -1);
    return [...folders, String(frontOf(agent)?.fields.name ?? agent.name)].join(":");
  });
}

function* lostNames(tree: AssetTree): Iterable<RuleFinding> {
  const { layout, plugin } = tree;
  const { name: scope } = (plugin?.value ?? {}) as { readonly name?: unknown };
  if (layout !== "plugin" || typeof scope !== "string") return;
  const agents = agentNames(tree);
  const skills = tree.skills.map(({ name }) => name);
  const known = new Set([...agents, ...skills]);
  const scoped = new RegExp(`(?<![\\w/.@-])${scope}:([a-z0-9-]+(?::[a-z0-9-]+)*)`, "g");
  const unscoped = agents.map((each) => each.split(":").at(-1) ?? each)
    .filter((each) => !skills.includes(each));
  const bare = new RegExp(`(?<![\\w:/.-])(${unscoped.join("|")})(?![\\w:/-]|\\.md)`, "g");
  for (const page of [...tree.skills, ...tree.agents]) {
    const { line, text } = bodyOf(page);
    for (const [index, each] of text.split("\n").entries()) {
      const at = { file: page.path, line: line + index };
      for (const [, name = ""] of each.matchAll(scoped)) {
        if (!known.has(name)) yield { ...at, message: `There is no "${scope}:${name}"` };
      }
      if (unscoped.length === 0) continue;
      for (const [, name = ""] of each.matchAll(bare)) {
        const meant = agents.find((full) => full.split(":").at(-1) === name);
        yield {
          ...at,
          message: `"${name}" leads nowhere in a plugin`,
          fix: `Write ${scope}:${meant}`,
        };
      }
    }
  }
}

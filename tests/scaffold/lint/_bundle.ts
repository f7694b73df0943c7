/**
 * A small plugin in which the linter finds nothing, and copies of it with other files.
 *
 * @module
 */

import { lintAssets } from "../../../scaffold/lint/lint_assets.ts";
import type { AssetFinding, AssetLayout } from "../../../src/core/asset.ts";

/** Texts by path; undefined takes a file away. */
export type Texts = Readonly<Record<string, string | Uint8Array | undefined>>;

/** The plugin. */
export const GOOD: Texts = {
  ".claude-plugin/plugin.json": '{"name":"box","version":"1.2.3","skills":"./skills"}\n',
  ".mcp.json":
    '{"mcpServers":{"box":{"command":"box","args":["mcp"],"env":{"X_KEY":"${X_KEY}"}}}}\n',
  "hooks/hooks.json": `${
    JSON.stringify({
      hooks: {
        UserPromptSubmit: [{ hooks: [{ type: "command", command: "box", args: [], timeout: 5 }] }],
        PreToolUse: [{ matcher: "Bash|Edit", hooks: [{ type: "prompt", prompt: "x" }] }],
      },
    })
  }\n`,
  "agents/worker.md": agent("worker", "tools: Read, Bash, mcp__plugin_box_box__go"),
  "agents/deep/looker.md": agent("looker", "model: haiku\nskills: [one, 'box:one']"),
  "skills/one/SKILL.md": skill("one", "", "Read [more](references/more.md), ask box:worker.\n"),
  "skills/one/references/more.md": "More.\n",
  "rules/quiet.md": rule("  - field: prompt\n    operator: regex_match\n    pattern: '\\bx\\b'"),
};

/** Text of an agent. */
export function agent(name: string, more = "", body = "Work.\n"): string {
  return `---\nname: ${name}\ndescription: Does it.\n${more}\n---\n\n${body}`;
}

/** Text of a skill. */
export function skill(name: string, more = "", body = "Do it.\n"): string {
  return `---\nname: ${name}\ndescription: Does it. Use when asked.\n${more}\n---\n\n${body}`;
}

/** Text of a prompt rule. */
export function rule(conditions: string, more = "event: prompt"): string {
  return `---\nname: quiet\nenabled: true\n${more}\nconditions:\n${conditions}\n---\n\nSay it.\n`;
}

/** Lints the good plugin with changes. */
export async function lintWith(
  changes: Texts,
  layout: AssetLayout = "plugin",
): Promise<readonly AssetFinding[]> {
  const encoder = new TextEncoder();
  const files = Object.entries({ ...GOOD, ...changes }).flatMap(([path, text]) =>
    text === undefined
      ? []
      : [{ path, bytes: typeof text === "string" ? encoder.encode(text) : text }]
  );
  return await lintAssets(files, layout);
}

/**
 * Changes to agents, hooks, prompt rules and what joins them: each with what the linter finds there.
 *
 * @module
 */

import { agent, rule, skill, type Texts } from "./_bundle.ts";
import type { LintCase } from "./_page_cases.ts";

const S = "skills/one/SKILL.md";
const A = "agents/worker.md";
const K = "rules/quiet.md";
const H = "hooks/hooks.json";
const P = ".claude-plugin/plugin.json";

function hook(event: string, handler: object, group: object = {}): Texts {
  return { [H]: `${JSON.stringify({ hooks: { [event]: [{ ...group, hooks: [handler] }] } })}\n` };
}

function server(fields: object, name = "box"): Texts {
  return { ".mcp.json": `${JSON.stringify({ mcpServers: { [name]: fields } })}\n` };
}

function plugin(fields: object): Texts {
  return { [P]: `${JSON.stringify({ name: "box", version: "1.0.0", ...fields })}\n` };
}

const COMMAND = { type: "command", command: "box", args: [] };
const CONDITION = "  - field: prompt\n    operator: regex_match\n    pattern: ";

/** The changes. */
export const PART_CASES: readonly LintCase[] = [
  ["no name", { [A]: "---\ndescription: x\n---\nx\n" }, `G001 error ${A}:1`, "no name"],
  ["no description", { [A]: "---\nname: worker\n---\nx\n" }, `G001 error ${A}:2`, "no description"],
  ["a colon", { [A]: agent('"a:b"') }, `G001 error ${A}:2`, '"a:b" is no name'],
  ["a dash", { [A]: agent("-ab") }, `G001 error ${A}:2`, '"-ab" is no name'],
  [
    "a name twice",
    { "agents/b.md": agent("worker") },
    `G001 error ${A}:2`,
    'has the name "worker"',
  ],
  ["no real tool", { [A]: agent("worker", "tools: Reed, Bsh") }, `G002 error ${A}:4`, "Reed, Bsh"],
  [
    "a wrong tool",
    { [A]: agent("worker", "tools: Read, Bsh(x, y)") },
    `G002 warning ${A}:4`,
    "Bsh",
  ],
  [
    "allowed-tools",
    { [A]: agent("worker", "allowed-tools: Read") },
    `G002 error ${A}:4`,
    "no allowed",
  ],
  ["hooks", { [A]: agent("worker", "permissionMode: plan") }, `G003 warning ${A}:4`, "passes over"],
  [
    "a lost skill",
    { [A]: agent("worker", "skills: [two]") },
    `G004 error ${A}:4`,
    'no skill "two"',
  ],
  [
    "a skill for users",
    { [S]: skill("one", "disable-model-invocation: true") },
    "G004 error agents/deep/looker.md:5",
    "for users alone",
  ],
  ["a model", { [A]: agent("worker", "model: claude-x-1") }, `G005 warning ${A}:4`, "no alias"],
  [
    "Task(…)",
    { [A]: agent("worker", "tools: Task(a, b), Read") },
    `G005 warning ${A}:4`,
    "Task(a, b)",
  ],
  ["no JSON", { [H]: "{\n" }, `H001 error ${H}:1`, "must be JSON"],
  ["an event", hook("Bogus", COMMAND), `H001 error ${H}:1`, 'no event "Bogus"'],
  ["a type", hook("Stop", { type: "x" }), `H001 error ${H}:1`, 'type "x"'],
  ["no command", hook("Stop", { type: "command" }), `H001 error ${H}:1`, "no command"],
  ["a matcher", hook("Stop", COMMAND, { matcher: 3 }), `H001 error ${H}:1`, "must be a text"],
  ["a matcher", hook("Stop", COMMAND, { matcher: "*" }), `H002 warning ${H}:1`, "passes over"],
  ["an if", hook("Stop", { ...COMMAND, if: "Bash" }), `H002 error ${H}:1`, "never runs"],
  ["a tool", hook("PreToolUse", COMMAND, { matcher: "bash" }), `H003 warning ${H}:1`, '"bash"'],
  [
    "no quotes",
    hook("Stop", { type: "command", command: "${CLAUDE_PLUGIN_ROOT}/x" }),
    `H004 error ${H}:1`,
    "without quotes",
  ],
  ["no timeout", hook("UserPromptSubmit", COMMAND), `H005 warning ${H}:1`, "timeout"],
  [
    "user_prompt",
    { [K]: rule(`${CONDITION}x`.replace("prompt", "user_prompt")) },
    `K001 error ${K}:5`,
    "never fits",
  ],
  [
    "a bare pattern",
    { [K]: rule(`${CONDITION}x`, "event: stop\npattern: x") },
    `K002 error ${K}:5`,
    "bare",
  ],
  [
    "a bare pattern",
    { [K]: rule(`${CONDITION}x`, "event: file\npattern: x") },
    `K003 warning ${K}:5`,
    "whole",
  ],
  [
    "no indent",
    { [K]: rule("- field: prompt\n  operator: contains\n  pattern: x") },
    `K004 error ${K}:6`,
    "not set in",
  ],
  ["double quotes", { [K]: rule(`${CONDITION}"rm\\\\s"`) }, `K005 error ${K}:8`, "double quotes"],
  ["three hyphens", { [K]: rule(`${CONDITION}a---b`) }, `K006 error ${K}:8`, "three hyphens"],
  [
    "one line",
    { [K]: rule("  - {field: prompt, operator: contains, pattern: x}").replace(/[{}]/g, "") },
    `K007 error ${K}:6`,
    "at every comma",
  ],
  [
    "enabled: no",
    { [K]: rule(`${CONDITION}x`).replace("true", "no") },
    `K008 error ${K}:3`,
    '"no"',
  ],
  ["a comment", { [K]: rule(`${CONDITION}x # note`) }, `K009 warning ${K}:8`, "comment"],
  [
    "deny",
    { [K]: rule(`${CONDITION}x`, "event: bash\naction: deny") },
    `K010 error ${K}:5`,
    "warn",
  ],
  [
    "a block",
    { [K]: rule(`${CONDITION}x`, "event: prompt\naction: block") },
    `K010 error ${K}:5`,
    "block",
  ],
  [
    "an or",
    { [K]: rule("  - field: prompt\n    operator: not_contains\n    pattern: a|b") },
    `K011 error ${K}:5`,
    "as it stands",
  ],
  ["a bad regex", { [K]: rule(`${CONDITION}'('`) }, `K012 error ${K}:5`, "no regular expression"],
  ["half a condition", { [K]: rule("  - field: prompt") }, `K012 error ${K}:5`, "needs field"],
  [
    "an operator",
    { [K]: rule(`${CONDITION}x`.replace("regex_match", "like")) },
    `K012 error ${K}:5`,
    "like",
  ],
  ["no JSON", { [P]: "{\n" }, `P001 error ${P}:1`, "no JSON object"],
  ["a name", plugin({ name: "My Box" }), `P001 error ${P}:1`, "lower case"],
  ["a version", plugin({ version: "1" }), `P001 error ${P}:1`, "1.2.3"],
  ["a lost path", plugin({ commands: "./commands" }), `P001 error ${P}:1`, "not there"],
  [
    "parts inside",
    { ".claude-plugin/skills/x.md": "x\n" },
    "P001 error .claude-plugin/skills/x.md:1",
    "lies in",
  ],
  ["no wrapper", { ".mcp.json": "{}\n" }, "M001 error .mcp.json:1", "mcpServers"],
  ["a type", server({ type: "local", command: "x" }), "M001 error .mcp.json:1", '"local"'],
  ["no command", server({}), "M001 error .mcp.json:1", "no command"],
  [
    "a reserved name",
    server({ command: "x" }, "workspace"),
    "M001 error .mcp.json:1",
    "Claude Code's",
  ],
  ["a relative command", server({ command: "./x" }), "M001 error .mcp.json:1", "current folder"],
  [
    "a secret",
    server({ command: "x", env: { A_TOKEN: "1" } }),
    "M001 error .mcp.json:1",
    "secret in A_TOKEN",
  ],
  ["a team", { "teams/x/config.json": "{}\n" }, "T001 error teams/x/config.json:1", "did not make"],
  ["a lost agent", { [S]: skill("one", "", "Ask box:gone.\n") }, `X001 error ${S}:7`, '"box:gone"'],
  [
    "a bare agent",
    { [S]: skill("one", "", "Ask `looker`.\n") },
    `X001 error ${S}:7`,
    "leads nowhere",
  ],
  [
    "long descriptions",
    { [A]: agent("worker", `initialPrompt: x`).replace("Does it.", "x".repeat(3300)) },
    `X002 warning ${P}:1`,
    "tokens of every session",
  ],
];

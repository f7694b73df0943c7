/**
 * The keys that front matter may have, and what their values may be. Data only.
 *
 * @module
 */

import { MODEL_ALIASES } from "./claude_code.ts";

/** What a value may be. */
export interface FieldShape {
  /** Its type; `names` is a list, or one text with commas or spaces. */
  readonly type: "text" | "boolean" | "count" | "names" | "map" | "any";
  /** The only texts that it may be. */
  readonly choices?: readonly string[];
  /** Most characters. */
  readonly maximum?: number;
}

const EFFORT: FieldShape = { type: "text", choices: ["low", "medium", "high", "xhigh", "max"] };

/** Keys of a skill. */
export const SKILL_FIELDS: Readonly<Record<string, FieldShape>> = {
  name: { type: "text", maximum: 64 },
  description: { type: "text", maximum: 1024 },
  license: { type: "text" },
  compatibility: { type: "text", maximum: 500 },
  metadata: { type: "map" },
  "allowed-tools": { type: "names" },
  "disallowed-tools": { type: "names" },
  when_to_use: { type: "text" },
  "argument-hint": { type: "text" },
  arguments: { type: "names" },
  "disable-model-invocation": { type: "boolean" },
  "user-invocable": { type: "boolean" },
  model: { type: "text" },
  effort: EFFORT,
  context: { type: "text", choices: ["fork"] },
  agent: { type: "text" },
  background: { type: "boolean" },
  hooks: { type: "map" },
  paths: { type: "names" },
  shell: { type: "text", choices: ["bash", "powershell"] },
  version: { type: "any" },
};

/** The keys of a skill that every program which reads skills takes. */
export const PORTABLE_FIELDS: readonly string[] = [
  ...["name", "description", "license", "compatibility", "metadata", "allowed-tools"],
];

/** Keys of an agent. */
export const AGENT_FIELDS: Readonly<Record<string, FieldShape>> = {
  name: { type: "text", maximum: 64 },
  description: { type: "text" },
  tools: { type: "names" },
  disallowedTools: { type: "names" },
  model: { type: "text" },
  permissionMode: {
    type: "text",
    choices: [
      ...["default", "acceptEdits", "auto", "dontAsk", "bypassPermissions", "plan", "manual"],
    ],
  },
  maxTurns: { type: "count" },
  skills: { type: "names" },
  mcpServers: { type: "any" },
  hooks: { type: "map" },
  memory: { type: "text", choices: ["user", "project", "local"] },
  background: { type: "boolean" },
  effort: EFFORT,
  isolation: { type: "text", choices: ["worktree"] },
  color: {
    type: "text",
    choices: ["red", "blue", "green", "yellow", "purple", "orange", "pink", "cyan"],
  },
  initialPrompt: { type: "text" },
};

/** Keys of a prompt rule. */
export const RULE_FIELDS: Readonly<Record<string, FieldShape>> = {
  name: { type: "text", maximum: 64 },
  description: { type: "text" },
  enabled: { type: "any" },
  event: { type: "text", choices: ["bash", "file", "stop", "prompt", "all"] },
  action: { type: "text" },
  pattern: { type: "text" },
  conditions: { type: "any" },
  tool_matcher: { type: "text" },
};

/** Whether a model is named by alias, or by a whole identifier. */
export function isModelAlias(model: string): boolean {
  return MODEL_ALIASES.includes(model);
}

/**
 * Rules about agents.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import { type AssetPage, type AssetTree, frontOf } from "../asset_tree.ts";
import { isModelAlias } from "../known/front_matter_fields.ts";
import { KNOWN_TOOLS } from "../known/claude_code.ts";
import { bareName, namesOf } from "../names_of.ts";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Keys that count for nothing on an agent of a plugin. */
const IGNORED_IN_PLUGIN: readonly string[] = ["hooks", "mcpServers", "permissionMode"];

/** G001 to G005. */
export const AGENT_RULES: readonly AssetRule[] = [
  {
    code: "G001",
    severity: "error",
    about: "An agent has a description and a name of its own: lower case, digits, single hyphens",
    *check({ agents }) {
      const seen = new Map<string, string>();
      for (const agent of agents) yield* badName(agent, seen);
    },
  },
  {
    code: "G002",
    severity: "error",
    about: "The tools of an agent exist",
    *check({ agents }) {
      for (const agent of agents) yield* badTools(agent);
    },
  },
  {
    code: "G003",
    severity: "warning",
    about: "No key of an agent is passed over by the layout",
    *check({ agents, layout }) {
      if (layout !== "plugin") return;
      for (const { agent, front } of read(agents)) {
        for (const key of IGNORED_IN_PLUGIN.filter((each) => Object.hasOwn(front.fields, each))) {
          const message = `Claude Code passes over "${key}" on an agent of a plugin`;
          yield { file: agent.path, line: front.lineOf(key), message };
        }
      }
    },
  },
  {
    code: "G004",
    severity: "error",
    about: "The skills that an agent begins with are in the bundle, and not for users alone",
    check: badSkills,
  },
  {
    code: "G005",
    severity: "warning",
    about: "An agent names its model by alias, and other agents by the tool Agent",
    *check({ agents }) {
      for (const { agent, front } of read(agents)) {
        const { model, tools } = front.fields;
        const at = { file: agent.path };
        if (typeof model === "string" && !isModelAlias(model)) {
          const message = `Model "${model}" is no alias, and will be gone one day`;
          yield { ...at, line: front.lineOf("model"), message };
        }
        for (const tool of namesOf(tools)) {
          if (!/^(?:Task|Agent)\b/.test(tool) || tool === "Agent") continue;
          yield {
            ...at,
            line: front.lineOf("tools"),
            message: `"${tool}" gives the whole of Agent: the names count for a main agent alone`,
            fix: "Write Agent",
          };
        }
      }
    },
  },
];

function* badName(agent: AssetPage, seen: Map<string, string>): Iterable<RuleFinding> {
  const front = frontOf(agent);
  if (front === undefined) return;
  const { description, name } = front.fields;
  const at = { file: agent.path, line: front.lineOf("name") };
  if (typeof description !== "string" || description.trim() === "") {
    yield { ...at, message: "It has no description, so that Claude Code passes over it" };
  }
  if (typeof name !== "string" || name === "") {
    return yield { ...at, message: "It has no name, so that Claude Code passes over it" };
  }
  if (!NAME.test(name)) yield { ...at, message: `"${name}" is no name for an agent` };
  const other = seen.get(name);
  if (other !== undefined) yield { ...at, message: `"${other}" has the name "${name}" as well` };
  seen.set(name, agent.path);
}

function* badTools(agent: AssetPage): Iterable<RuleFinding> {
  const front = frontOf(agent);
  if (front === undefined) return;
  const { fields } = front;
  if (Object.hasOwn(fields, "allowed-tools")) {
    const at = { file: agent.path, line: front.lineOf("allowed-tools") };
    yield { ...at, message: "An agent has no allowed-tools", fix: "Write tools" };
  }
  const tools = namesOf(fields.tools);
  const unknown = tools.filter((tool) => !isKnownTool(tool));
  const at = { file: agent.path, line: front.lineOf("tools") };
  if (tools.length > 0 && unknown.length === tools.length) {
    return yield { ...at, message: `None of its tools is known: ${unknown.join(", ")}` };
  }
  for (const tool of unknown) {
    yield { ...at, severity: "warning", message: `Tool "${tool}" is not known` };
  }
}

function isKnownTool(tool: string): boolean {
  const name = bareName(tool);
  return name === "*" || name.startsWith("mcp__") || KNOWN_TOOLS.includes(name);
}

function* badSkills({ agents, plugin, skills }: AssetTree): Iterable<RuleFinding> {
  const { name: scope } = (plugin?.value ?? {}) as { readonly name?: unknown };
  for (const { agent, front } of read(agents)) {
    for (const given of namesOf(front.fields.skills)) {
      const at = { file: agent.path, line: front.lineOf("skills") };
      const name = given.startsWith(`${scope}:`) ? given.slice(`${scope}:`.length) : given;
      const skill = skills.find((each) => each.name === name);
      if (skill === undefined) yield { ...at, message: `There is no skill "${given}"` };
      else if (frontOf(skill)?.fields["disable-model-invocation"] === true) {
        yield { ...at, message: `Skill "${given}" is for users alone` };
      }
    }
  }
}

function* read(agents: readonly AssetPage[]) {
  for (const agent of agents) {
    const front = frontOf(agent);
    if (front !== undefined) yield { agent, front };
  }
}

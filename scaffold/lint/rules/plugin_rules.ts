/**
 * Rules about what joins the parts of a plugin: its manifest, its MCP servers, and files that Claude
 * Code makes itself.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import type { AssetTree } from "../asset_tree.ts";
import { RESERVED_SERVERS } from "../known/claude_code.ts";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;
const TEXTS: readonly string[] = ["displayName", "description", "homepage", "license"];
const PATHS: readonly string[] = ["skills", "commands", "agents", "hooks", "mcpServers"];
const TRANSPORTS: readonly string[] = ["stdio", "http", "sse", "ws"];
const SECRET_NAME = /(?:key|token|secret|password)$/i;

/** P001, M001 and T001. */
export const PLUGIN_RULES: readonly AssetRule[] = [
  {
    code: "P001",
    severity: "error",
    about: "The manifest of a plugin has a name, a version and paths that exist",
    check: badManifest,
  },
  {
    code: "M001",
    severity: "error",
    about: "MCP servers have a transport that exists, a name of their own, and no secret",
    check: badServers,
  },
  {
    code: "T001",
    severity: "error",
    about: "No team is shipped: Claude Code makes its teams itself",
    *check({ files }) {
      for (const { path: file } of files) {
        if (!/^teams\/[^/]+\/(?:config\.json|inboxes\/)/.test(file)) continue;
        yield {
          file,
          message: "Claude Code reads no team that it did not make",
          fix: "Put the roles into agents, and how they work together into a skill",
        };
      }
    },
  },
];

function* badManifest({ files, plugin }: AssetTree): Iterable<RuleFinding> {
  for (const { path: file } of files) {
    const [top, name, ...rest] = file.split("/");
    if (top !== ".claude-plugin" || rest.length === 0) continue;
    yield { file, message: `It lies in .claude-plugin/${name}/`, fix: "Put it beside that folder" };
  }
  if (plugin === undefined) return;
  const at = { file: plugin.path };
  if (!isMap(plugin.value)) return yield { ...at, message: "It is no JSON object" };
  const { name, version } = plugin.value;
  if (typeof name !== "string" || !NAME.test(name)) {
    yield { ...at, message: "Its name must be lower case, digits and single hyphens" };
  }
  if (version !== undefined && (typeof version !== "string" || !VERSION.test(version))) {
    yield { ...at, message: "Its version must be like 1.2.3" };
  }
  for (const key of TEXTS) {
    const value = plugin.value[key];
    if (value !== undefined && typeof value !== "string") {
      yield { ...at, message: `Its ${key} must be a text` };
    }
  }
  for (const key of PATHS) {
    for (const path of [plugin.value[key]].flat()) {
      if (typeof path !== "string") continue;
      const target = path.replace(/^\.\//, "").replace(/\/$/, "");
      const isThere = files.some((each) =>
        each.path === target || each.path.startsWith(`${target}/`)
      );
      if (!path.startsWith("./") || !isThere) {
        yield { ...at, message: `Its ${key} name "${path}", which is not there` };
      }
    }
  }
}

function* badServers({ servers }: AssetTree): Iterable<RuleFinding> {
  if (servers === undefined) return;
  const at = { file: servers.path };
  const all = isMap(servers.value) ? servers.value.mcpServers : undefined;
  if (!isMap(all)) return yield { ...at, message: 'It must be JSON with an object "mcpServers"' };
  for (const [name, server] of Object.entries(all)) {
    if (RESERVED_SERVERS.includes(name)) {
      yield { ...at, message: `"${name}" is a name of Claude Code's` };
    }
    if (!isMap(server)) {
      yield { ...at, message: `Server "${name}" must be an object` };
      continue;
    }
    const { command, type = "stdio", url } = server;
    if (!TRANSPORTS.includes(String(type))) {
      yield { ...at, message: `Server "${name}" has the type "${type}", which is none` };
    }
    const needed = type === "stdio" ? command : url;
    if (typeof needed !== "string" || needed === "") {
      const field = type === "stdio" ? "command" : "url";
      yield { ...at, message: `Server "${name}" has no ${field}` };
    }
    if (typeof command === "string" && /^\.{0,2}[^/$]+\/|^\.{1,2}\//.test(command)) {
      yield {
        ...at,
        message: `Server "${name}" has a command that depends on the current folder`,
        fix: "Name a program on PATH, or begin with ${CLAUDE_PLUGIN_ROOT}",
      };
    }
    const env = isMap(server.env) ? server.env : {};
    const headers = isMap(server.headers) ? server.headers : {};
    for (const [key, value] of Object.entries({ ...env, ...headers })) {
      const isSecret = SECRET_NAME.test(key) || key.toLowerCase() === "authorization";
      if (!isSecret || /\$\{\w+/.test(String(value))) continue;
      yield { ...at, message: `Server "${name}" holds a secret in ${key}`, fix: "Write ${NAME}" };
    }
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

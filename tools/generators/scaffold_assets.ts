/**
 * The assets for Claude Code as modules: their texts, the list of them, and the prompt rules in the
 * shape in which they are looked up. Nothing is made where there are none.
 *
 * @module
 */

import { type ReadFrontMatter, readFrontMatter } from "../../scaffold/lint/front_matter.ts";
import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

const FOLDER = "scaffold/plugin/";
const MANIFEST = ".claude-plugin/plugin.json";
const SKILL = /^skills\/([^/]+)\/SKILL\.md$/;
const AGENT = /^agents\/.*\.md$/;
const RULE = /^rules\/.*\.md$/;

/** The skill that is the recipe of a team, and the name of the team. */
const TEAM = { skill: "fleet-team", name: "fleet-rlm" };

type Texts = ReadonlyMap<string, string>;

/**
 * The version in the plugin's manifest, and in `scaffold/` the modules `asset_files.gen.ts`,
 * `catalog.gen.ts` and `prompt_rules.gen.ts`.
 */
export async function generateScaffoldAssets(root: URL): Promise<readonly GeneratedFile[]> {
  const found = await readFolder(new URL(FOLDER, root));
  if (found.size === 0) return [];
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const manifest = (found.get(MANIFEST) ?? "").replace(
    /("version": *)"[^"]*"/,
    (_, key) => `${key}${JSON.stringify(version)}`,
  );
  const texts = new Map(found).set(MANIFEST, manifest);
  return [
    { path: `${FOLDER}${MANIFEST}`, text: manifest },
    { path: "scaffold/asset_files.gen.ts", text: filesModule(texts) },
    { path: "scaffold/catalog.gen.ts", text: await catalogModule(texts) },
    { path: "scaffold/prompt_rules.gen.ts", text: await rulesModule(texts) },
  ];
}

/** Texts by path below the folder, sorted. */
async function readFolder(folder: URL): Promise<Texts> {
  const paths: string[] = [];
  const walk = async (below: string): Promise<void> => {
    for await (const { isDirectory, isFile, name } of Deno.readDir(new URL(below, folder))) {
      if (isDirectory) await walk(`${below}${name}/`);
      if (isFile) paths.push(below + name);
    }
  };
  const isThere = await Deno.stat(folder).then(() => true, () => false);
  if (isThere) await walk("./");
  const texts = new Map<string, string>();
  for (const path of paths.map((each) => each.slice(2)).sort()) {
    texts.set(path, await Deno.readTextFile(new URL(path, folder)));
  }
  return texts;
}

/** The texts, a line a line, so that a change reads as one. Prompt rules have a module of their own. */
function filesModule(texts: Texts): string {
  const entries = [...texts].filter(([path]) => !RULE.test(path)).map(([path, text]) => {
    const lines = text.split("\n").map((line) => `    ${JSON.stringify(line)},\n`);
    return `  ${JSON.stringify(path)}: [\n${lines.join("")}  ].join("\\n"),\n`;
  });
  return `${GENERATED_HEADER}
/** The files of the plugin: text by path. */
export const ASSET_FILES: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}

async function catalogModule(texts: Texts): Promise<string> {
  const skills: Named[] = [];
  const agents: Named[] = [];
  const teams: object[] = [];
  const hooks: object[] = [];
  for (const [path, text] of texts) {
    const skill = SKILL.exec(path)?.[1];
    if (skill === undefined && !AGENT.test(path) && !RULE.test(path)) continue;
    const { fields } = await frontOf(path, text);
    const asset = { name: String(fields.name), description: fields.description, path, files: 1 };
    if (skill !== undefined) {
      const folder = `skills/${skill}/`;
      const files = [...texts.keys()].filter((each) => each.startsWith(folder)).length;
      const parts = { path: folder, files };
      if (skill !== TEAM.skill) skills.push({ kind: "skill", ...asset, ...parts });
      else teams.push({ kind: "team", ...asset, name: TEAM.name, ...parts, skill });
    } else if (AGENT.test(path)) {
      agents.push({ kind: "agent", ...asset, model: fields.model ?? "inherit" });
    } else hooks.push({ kind: "hook", ...asset, ...HOOK });
  }
  const servers = texts.has(".mcp.json") ? [SERVER] : [];
  return moduleOf("The assets in the order of lists.", {
    name: "CATALOG",
    type: "Asset",
    from: "../src/core/asset.ts",
    values: [...skills.sort(byName), ...agents.sort(byName), ...teams, ...hooks, ...servers],
  });
}

interface Named {
  readonly name: string;
  readonly [field: string]: unknown;
}

function byName(a: Named, b: Named): number {
  return a.name < b.name ? -1 : 1;
}

/** What all rules have: the file that makes them work. */
const HOOK = { path: "hooks/hooks.json", files: 1, event: "UserPromptSubmit" };

const SERVER = {
  kind: "server",
  name: "fleet-rlm",
  description: "Runs, sandbox sessions and records as MCP tools: rlm_run, sandbox_exec, run_show.",
  path: ".mcp.json",
  files: 1,
};

async function rulesModule(texts: Texts): Promise<string> {
  const rules: object[] = [];
  for (const [path, text] of texts) {
    if (!RULE.test(path)) continue;
    const { body, fields } = await frontOf(path, text);
    if (fields.enabled === false) continue;
    const conditions = (fields.conditions as readonly RuleCondition[]).map((each) => ({
      operator: each.operator,
      // A pattern may stand on several lines, for people.
      pattern: each.pattern.replaceAll("\n", ""),
    }));
    const context = body.trim().replaceAll(/(?<!\n)\n(?!\n)/g, " ");
    rules.push({ name: fields.name, conditions, context });
  }
  return moduleOf("The prompt rules.", {
    name: "PROMPT_RULES",
    type: "PromptRule",
    from: "./hook/prompt_rule.ts",
    values: rules,
  });
}

interface RuleCondition {
  readonly operator: string;
  readonly pattern: string;
}

interface ListModule {
  readonly name: string;
  readonly type: string;
  readonly from: string;
  readonly values: readonly object[];
}

function moduleOf(about: string, { from, name, type, values }: ListModule): string {
  return `${GENERATED_HEADER}
import type { ${type} } from ${JSON.stringify(from)};

/** ${about} */
export const ${name}: readonly ${type}[] = ${JSON.stringify(values, null, 2)};
`;
}

async function frontOf(path: string, text: string): Promise<ReadFrontMatter> {
  const front = await readFrontMatter(text);
  if (front.kind === "read") return front;
  throw new Error(
    `${FOLDER}${path}: ${front.kind === "broken" ? front.message : "no front matter"}`,
  );
}

/**
 * Rules about skills.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import { type AssetPage, type AssetTree, bodyOf, frontOf } from "../asset_tree.ts";
import { estimateTokens } from "../estimate_tokens.ts";
import { BUNDLED_SKILLS } from "../known/claude_code.ts";
import { PORTABLE_FIELDS } from "../known/front_matter_fields.ts";
import { bareName, namesOf } from "../names_of.ts";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Most characters of what is shown of a skill before it is used. */
const MOST_SHOWN_CHARS = 1_536;
const MOST_LINES = 500;

/** How much of a skill outlives a compaction of the conversation. */
const MOST_TOKENS = 5_000;

/** A link to a file, or a mention of one in the folders of a skill. */
const LINK = /\]\(([^)\s#]+)[^)]*\)/g;
const MENTION = /(?<![\w/.~$}-])((?:scripts|references|assets)\/[\w./-]*\w)/g;
const OWN_FOLDER = /\$\{CLAUDE_SKILL_DIR\}\/([\w./-]*\w)/g;

/** A command whose output is put in place of it. */
const INJECTION = /!`[^`]+`/;

/** S001 to S008. */
export const SKILL_RULES: readonly AssetRule[] = [
  {
    code: "S001",
    severity: "error",
    about: "Every folder in skills/ has a SKILL.md, and no file lies there by itself",
    check: strayFiles,
  },
  {
    code: "S002",
    severity: "error",
    about: "A skill has the name of its folder: lower case, digits, single hyphens",
    *check({ skills }) {
      for (const skill of skills) {
        const front = frontOf(skill);
        const at = { file: skill.path, line: front?.lineOf("name") ?? 1 };
        const name = front?.fields.name ?? skill.name;
        if (name !== skill.name) {
          yield { ...at, message: `Its name is "${name}", its folder "${skill.name}"` };
        }
        if (!NAME.test(skill.name) || skill.name.length > 64) {
          yield { ...at, message: `"${skill.name}" is no name for a skill` };
        }
        if (skill.name === "synced") {
          yield { ...at, message: `"synced" is a name of Claude Code's` };
        }
      }
    },
  },
  {
    code: "S003",
    severity: "error",
    about: "A skill has a description, without angle brackets, that says when to use it",
    *check({ skills }) {
      for (const skill of skills) yield* badDescription(skill);
    },
  },
  {
    code: "S004",
    severity: "warning",
    about: "A skill says something, in no more than 500 lines and 5000 tokens",
    *check({ skills }) {
      for (const skill of skills) {
        if (skill.front.kind === "broken") continue;
        const { line, text } = bodyOf(skill);
        const at = { file: skill.path, line };
        if (text.trim() === "") yield { ...at, severity: "error", message: "It says nothing" };
        const lines = text.split("\n").length;
        if (lines > MOST_LINES) yield { ...at, message: `It has ${lines} lines` };
        const tokens = estimateTokens(text);
        if (tokens > MOST_TOKENS) yield { ...at, message: `It has about ${tokens} tokens` };
      }
    },
  },
  {
    code: "S005",
    severity: "error",
    about: "Every file that a skill names is in its folder",
    *check({ files, skills }) {
      const paths = new Set(files.map(({ path }) => path));
      for (const skill of skills) yield* lostFiles(skill, paths);
    },
  },
  {
    code: "S006",
    severity: "warning",
    about: "No skill takes the place of one that comes with Claude Code",
    *check({ layout, skills }) {
      if (layout === "plugin") return;
      for (const { name, path: file } of skills) {
        if (BUNDLED_SKILLS.includes(name)) {
          yield { file, message: `It takes the place of /${name}` };
        }
      }
    },
  },
  {
    code: "S007",
    severity: "warning",
    about: "A skill that calls itself portable keeps to the keys that every program takes",
    *check({ skills }) {
      for (const skill of skills) {
        const front = frontOf(skill);
        const metadata = front?.fields.metadata as { readonly portable?: unknown } | undefined;
        if (String(metadata?.portable) !== "true") continue;
        for (const key of Object.keys(front?.fields ?? {})) {
          if (PORTABLE_FIELDS.includes(key)) continue;
          const line = front?.lineOf(key) ?? 1;
          yield { file: skill.path, line, message: `Key "${key}" is one of Claude Code's alone` };
        }
      }
    },
  },
  {
    code: "S008",
    severity: "warning",
    about: "A skill may run the commands whose output it puts in its text",
    *check({ skills }) {
      for (const skill of skills) {
        const { line, text } = bodyOf(skill);
        const at = text.split("\n").findIndex((each) => INJECTION.test(each));
        const allowed = namesOf(frontOf(skill)?.fields["allowed-tools"]).map(bareName);
        if (at < 0 || allowed.some((name) => name === "Bash" || name === "PowerShell")) continue;
        yield {
          file: skill.path,
          line: line + at,
          message: "It runs a command that it may not run",
          fix: "Name the command in allowed-tools",
        };
      }
    },
  },
];

function* strayFiles({ files, skills }: AssetTree): Iterable<RuleFinding> {
  const folders = new Set<string>();
  for (const { path: file } of files) {
    const [top, folder, ...rest] = file.split("/");
    if (top !== "skills" || folder === undefined || folder.startsWith(".")) continue;
    if (rest.length > 0) folders.add(folder);
    else if (/\.md$/i.test(folder)) {
      yield {
        file,
        message: "It lies in skills/ by itself",
        fix: "Put it in a folder as SKILL.md",
      };
    }
  }
  for (const folder of folders) {
    if (skills.some(({ name }) => name === folder)) continue;
    const isPlugin = files.some(({ path }) =>
      path === `skills/${folder}/.claude-plugin/plugin.json`
    );
    if (!isPlugin) yield { file: `skills/${folder}`, message: "It has no SKILL.md" };
  }
}

function* badDescription(skill: AssetPage): Iterable<RuleFinding> {
  const front = frontOf(skill);
  if (front === undefined) return;
  const { description, when_to_use: when } = front.fields;
  const at = { file: skill.path, line: front.lineOf("description") };
  if (typeof description !== "string" || description.trim() === "") {
    return yield { ...at, message: "It has no description" };
  }
  if (/[<>]/.test(description)) yield { ...at, message: "Its description has angle brackets" };
  const shown = `${description} ${typeof when === "string" ? when : ""}`;
  if (!/\buse (?:when|for|it|this|to|before|after|if)\b/i.test(shown)) {
    yield {
      ...at,
      severity: "warning",
      message: "Its description does not say when to use it",
      fix: 'Add "Use when …"',
    };
  }
  if (shown.length > MOST_SHOWN_CHARS) {
    const message = `Its description is cut after ${MOST_SHOWN_CHARS} characters`;
    yield { ...at, severity: "warning", message };
  }
}

function* lostFiles(skill: AssetPage, paths: ReadonlySet<string>): Iterable<RuleFinding> {
  const { line, text } = bodyOf(skill);
  const folder = skill.path.slice(0, -"SKILL.md".length);
  for (const [index, each] of text.split("\n").entries()) {
    const links = [LINK, MENTION, OWN_FOLDER].flatMap((pattern) => [...each.matchAll(pattern)])
      .map((match) => match[1] ?? "")
      .filter((target) => !/^(?:[a-z][a-z+.-]*:|\/|#|\$)/i.test(target));
    for (const target of new Set(links)) {
      const at = { file: skill.path, line: line + index };
      const isFolder = [...paths].some((path) => path.startsWith(`${folder}${target}/`));
      if (target.split("/").includes("..")) {
        yield { ...at, message: `It names "${target}", outside of its folder` };
      } else if (!paths.has(folder + target) && !isFolder) {
        yield { ...at, message: `It names "${target}", which is not there` };
      }
    }
  }
}

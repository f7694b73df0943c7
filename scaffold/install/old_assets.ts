/**
 * What the Python fleet-rlm installed into a folder of Claude Code, known by its paths and by words that
 * only its texts have. It is named, never removed: a text that was edited cannot be told from one that
 * was not.
 *
 * @module
 */

import { join } from "node:path";
import type { OldAssets } from "../../src/core/installer.ts";
import { MANIFEST_NAME } from "./manifest.ts";

/** A place that it wrote to, and how its files there are known. */
interface Place {
  readonly title: string;
  readonly reason: string;
  /** Paths below the folder, each with the file that tells. */
  readonly paths: readonly { readonly path: string; readonly file: string }[];
  /** What the file must have in it. */
  readonly mark: RegExp;
}

const SKILLS = [
  ...["dspy-signature", "modal-sandbox", "rlm", "rlm-batch", "rlm-debug", "rlm-execute"],
  ...["rlm-long-context", "rlm-memory", "rlm-run", "rlm-test-suite"],
];
const AGENTS = ["modal-interpreter-agent", "rlm-orchestrator", "rlm-specialist", "rlm-subcall"];
const EXPLORERS = [
  ...["agent-designer", "architect-explorer", "fleet-rlm-explorer-team", "testing-analyst"],
  "ux-reviewer",
];
const HOOKS = ["document-process", "large-file", "llm-query-error", "modal-error"];

/** Words of the Python program and its package; the assets of this one have none of them. */
const PYTHON = /\bfleet_rlm\b|\buv run\b|\bModalInterpreter\b|\bdspy\.RLM\b|\bTask\(rlm-/;

const PLACES: readonly Place[] = [
  {
    title: "Skills of the Python fleet-rlm",
    reason: "They describe another program, beside skills of the same names",
    paths: SKILLS.map((name) => ({ path: `skills/${name}`, file: `skills/${name}/SKILL.md` })),
    mark: PYTHON,
  },
  {
    title: "Agents of the Python fleet-rlm",
    reason: "They work with another program, beside agents of the same names",
    paths: [
      ...AGENTS.map((name) => file(`agents/${name}.md`)),
      ...EXPLORERS.map((name) => file(`agents/teams/${name}.md`)),
    ],
    mark: /\bfleet[-_]rlm\b|\bllm_query\b|\bTask\(/,
  },
  {
    title: "Team template of the Python fleet-rlm",
    reason: "Claude Code makes its teams itself and reads no template",
    paths: [{ path: "teams/fleet-rlm", file: "teams/fleet-rlm/config.json" }],
    mark: /@fleet-rlm"/,
  },
  {
    title: "Prompt rules of the Python fleet-rlm",
    reason: "Nothing reads rules in this folder, so that they never fire",
    paths: HOOKS.map((name) => file(`hooks/hookify.fleet-rlm-${name}.local.md`)),
    mark: /^event: *prompt\b/m,
  },
];

/** Most bytes of a file that are looked at. */
const MOST_BYTES = 262_144;

/** Finds them below a folder of Claude Code. Never throws: what cannot be read is not known. */
export async function findOldAssets(folder: string): Promise<readonly OldAssets[]> {
  const ours = await readText(join(folder, MANIFEST_NAME)) ?? "";
  const found: OldAssets[] = [];
  for (const { mark, paths, reason, title } of PLACES) {
    const old: string[] = [];
    for (const { file, path } of paths) {
      if (ours.includes(JSON.stringify(file))) continue;
      const text = await readText(join(folder, file));
      if (text !== undefined && mark.test(text)) old.push(join(folder, path));
    }
    if (old.length > 0) found.push({ title, paths: old, reason });
  }
  return found;
}

function file(path: string): { readonly path: string; readonly file: string } {
  return { path, file: path };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const { isFile, size } = await Deno.stat(path);
    return isFile && size <= MOST_BYTES ? await Deno.readTextFile(path) : undefined;
  } catch {
    return undefined;
  }
}

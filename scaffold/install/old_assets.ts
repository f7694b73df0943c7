/**
 * What the Python fleet-rlm installed into a folder of Claude Code, known by its paths and by words that
 * only its texts have, or by the whole text where it has no such word. It is only looked at.
 *
 * @module
 */

import { join } from "node:path";
import type { OldAssets } from "../../src/core/installer.ts";
import { digestText } from "./digest.ts";
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

/** Its texts that have no such word, by SHA-256; the same in all its versions that have them. */
const TEXTS: readonly string[] = [
  "52ad9302997e71bd67c3123ed4270ca8468cd4fdc92c85c866096d3097de31b1", // skills/rlm-long-context
  "7211d37867bb49ca145910c7660b9d567df568e53062fa850c6fad27e8c5acaf", // agents/rlm-subcall.md
  "3f077ae792d6cfbb50fdab11d1f61c64476a031f65edb13a3cbae22076564944", // agent-designer.md
  "ddcc41210a7537297806db9206d33db4929ffcc81b2630aed2e3c85b30ce8ed3", // architect-explorer.md
  "2f673f9cef86ca25899712d3f962978f7292701fbd13a51b4804788584375213", // testing-analyst.md
  "cb02e91ecd1850e4bce28e86b1c16d0067e34263fa62f45eeba0c23eb0f1596a", // ux-reviewer.md
  "ca1384610232a8d6a0d2aa3382d06631c372c3889f6462466b5056816947d36b", // hooks/README.md
];

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
    title: "Team templates of the Python fleet-rlm",
    reason: "Claude Code makes its teams itself and reads no template",
    paths: ["teams/fleet-rlm", "agents/teams/fleet-rlm"].map((path) => ({
      path,
      file: `${path}/config.json`,
    })),
    mark: /@fleet-rlm"/,
  },
  {
    title: "Prompt rules of the Python fleet-rlm",
    reason: "Nothing reads rules in this folder, so that they never fire",
    paths: [
      ...HOOKS.map((name) => file(`hooks/hookify.fleet-rlm-${name}.local.md`)),
      file("hooks/README.md"),
    ],
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
      if (text === undefined) continue;
      if (mark.test(text) || TEXTS.includes(digestText(text))) old.push(join(folder, path));
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

/**
 * How files on disk differ from what is shipped, as unified diffs from disk to shipped.
 *
 * @module
 */

import { messageOf } from "../../src/core/errors.ts";
import type { FileDifference, InstallAction } from "../../src/core/installer.ts";
import { FileTree } from "./file_tree.ts";
import type { FullPlan, PlannedFile } from "./make_plan.ts";

/** What is shown: where somebody's text stands against ours. */
const SHOWN: readonly InstallAction[] = ["update", "replace", "conflict", "keep"];

/** What is new on disk. */
const NEW: readonly InstallAction[] = ["create", "restore", "leave"];

/** Longest text that is compared. */
const MOST_BYTES = 1_048_576;

/** What is compared. */
export interface DiffOptions {
  /** Whether files that are not on disk are shown whole. */
  readonly showsNew: boolean;
}

/** Differences in the order of the plan. */
export async function diffFiles(
  plan: FullPlan,
  { showsNew }: DiffOptions,
): Promise<readonly FileDifference[]> {
  const tree = new FileTree(plan.root);
  const shown = showsNew ? [...SHOWN, ...NEW] : SHOWN;
  const differences: FileDifference[] = [];
  for (const step of plan.steps) {
    if (!shown.includes(step.action) || step.shipped === undefined) continue;
    differences.push({ path: step.path, text: await diff(step, tree) });
  }
  return differences;
}

async function diff({ disk, path, shipped }: PlannedFile, tree: FileTree): Promise<string> {
  const current = disk.kind === "absent" ? "" : await readText(tree.locate(path));
  if (typeof current !== "string") return current.problem;
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  return createTwoFilesPatch(
    disk.kind === "absent" ? "/dev/null" : `${path} (on disk)`,
    `${path} (shipped)`,
    current,
    shipped?.text ?? "",
    undefined,
    undefined,
    { headerOptions: FILE_HEADERS_ONLY },
  );
}

/** The text of a file, or why it is none. */
async function readText(path: string): Promise<string | { readonly problem: string }> {
  try {
    const { size } = await Deno.stat(path);
    if (size > MOST_BYTES) return { problem: `It has ${size} bytes, too many to compare\n` };
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
    if (!text.includes("\0")) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) return { problem: `Cannot read it: ${messageOf(error)}\n` };
  }
  return { problem: "What is on disk is no text\n" };
}

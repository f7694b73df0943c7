/**
 * Writes the files that are made from others: the Python of sandboxes as TypeScript strings, the
 * version, the documentation of trajectories, the page of a run, the assets for Claude Code. `--check`
 * writes nothing and fails naming what is stale.
 *
 * Strings, since they work everywhere a module does: run, compiled, bundled, and from a registry.
 *
 * @module
 */

import { generateCliDocs } from "./generators/cli_docs.ts";
import { generateCommandIndex } from "./generators/command_index.ts";
import { generateCommandPages } from "./generators/command_pages.ts";
import { generateCompletionScripts } from "./generators/completion_scripts.ts";
import { generateConfigSchema } from "./generators/config_schema.ts";
import type { GeneratedFile, Generator } from "./generators/generated_file.ts";
import { generateHelpSnapshots } from "./generators/help_snapshots.ts";
import { generatePageAssets } from "./generators/page_assets.ts";
import { generatePythonModules } from "./generators/python_modules.ts";
import { generateScaffoldAssets } from "./generators/scaffold_assets.ts";
import { generateTaskList } from "./generators/task_list.ts";
import { generateTrajectoryDocs } from "./generators/trajectory_docs.ts";
import { generateVersion } from "./generators/version.ts";

/** One line for each generator. */
const GENERATORS: readonly Generator[] = [
  generatePythonModules,
  generateVersion,
  generateCompletionScripts,
  generateCommandIndex,
  generateCommandPages,
  generateConfigSchema,
  generateTaskList,
  generateCliDocs,
  generateHelpSnapshots,
  generateTrajectoryDocs,
  generatePageAssets,
  generateScaffoldAssets,
];

/** Makes every generated file of the project at `root`, in memory. */
export async function generate(root: URL): Promise<readonly GeneratedFile[]> {
  return (await Promise.all(GENERATORS.map((each) => each(root)))).flat();
}

/** Paths of the generated files whose text on disk is another. */
export async function findStale(
  root: URL,
  files: readonly GeneratedFile[],
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { path, text } of files) {
    const current = await Deno.readTextFile(new URL(path, root)).catch(() => undefined);
    if (current !== text) stale.push(path);
  }
  return stale;
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const files = await generate(root);
  const stale = await findStale(root, files);
  if (Deno.args.includes("--check")) {
    if (stale.length > 0) {
      console.error(`Stale: ${stale.join(", ")}\nRun: deno task gen`);
      Deno.exit(1);
    }
  } else {
    for (const { path, text } of files) {
      if (!stale.includes(path)) continue;
      const target = new URL(path, root);
      await Deno.mkdir(new URL(".", target), { recursive: true });
      await Deno.writeTextFile(target, text);
      console.error(`Wrote ${path}`);
    }
  }
}

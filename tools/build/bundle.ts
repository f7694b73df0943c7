/**
 * The program as a folder of JavaScript: `program.js` and the pieces that it loads when a command needs
 * them, packages included. What is compiled, and what starts fast.
 *
 * Names are kept: with `--minify` at the same time `deno bundle` makes a program that does not load. So
 * esbuild, which `deno bundle` uses too, takes out blanks and comments afterwards, and nothing else.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectLicences, findPackages } from "./third_party.ts";

const MARK = '"@@commit@@"';

/** The version that `deno bundle` brings. */
const ESBUILD = "npm:esbuild@0.25.5";

/** What came of bundling. */
export interface Bundle {
  /** Path of the entry. */
  readonly entry: string;
  /** Licences of the packages in it. */
  readonly licences: string;
}

/** Bundles the project at `root` into an empty folder. */
export async function bundleProgram(root: URL, folder: string): Promise<Bundle> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await run(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--code-splitting",
      "--keep-names",
      `--outdir=${folder}`,
      fileURLToPath(new URL("program.ts", root)),
    ],
    cwd: root,
  });
  const cache = await cacheOfPackages(root);
  const pieces = await Promise.all([...Deno.readDirSync(folder)].map(async ({ name }) => {
    const path = join(folder, name);
    return { path, text: await Deno.readTextFile(path) };
  }));
  const packages = findPackages(pieces.map(({ text }) => text).join("\n"));
  const licences = await collectLicences(packages, join(cache, "registry.npmjs.org"));
  // Where packages lay on this machine is no news to anyone else.
  const cleaned = pieces.map(({ path, text }) => ({
    path,
    text: text.replaceAll(`${cache}/`, ""),
  }));
  await markCommit(cleaned, await findCommit(root));
  await takeOutBlanks(folder);
  return { entry: join(folder, "program.js"), licences };
}

/** Rewrites the pieces without blanks and comments. */
async function takeOutBlanks(folder: string): Promise<void> {
  const pieces = [...Deno.readDirSync(folder)].map(({ name }) => name);
  await run(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "--no-config",
      "--no-lock",
      ESBUILD,
      ...pieces,
      "--minify-whitespace",
      "--legal-comments=none",
      "--log-level=warning",
      "--outdir=.",
      "--allow-overwrite",
    ],
    cwd: folder,
  });
}

/** Writes the pieces, the commit where `src/cli/build.ts` has its mark. */
async function markCommit(
  pieces: readonly { readonly path: string; readonly text: string }[],
  commit: string,
): Promise<void> {
  let marks = 0;
  for (const { path, text } of pieces) {
    const parts = text.split(MARK);
    marks += parts.length - 1;
    await Deno.writeTextFile(path, parts.join(JSON.stringify(commit)));
  }
  if (marks !== 1) throw new Error(`Cannot mark the commit: found ${marks} places instead of one`);
}

/** The commit that is checked out, with a plus sign when files differ from it. */
export async function findCommit(root: URL): Promise<string> {
  try {
    const head = await run("git", { args: ["rev-parse", "--short=12", "HEAD"], cwd: root });
    const changes = await run("git", { args: ["status", "--porcelain"], cwd: root });
    return `${head.trim()}${changes.trim() === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}

async function cacheOfPackages(root: URL): Promise<string> {
  const info = await run(Deno.execPath(), { args: ["info", "--json"], cwd: root });
  return (JSON.parse(info) as { npmCache: string }).npmCache;
}

/** Runs a program to its end; what it printed. */
async function run(
  program: string,
  options: { readonly args: readonly string[]; readonly cwd: URL | string },
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...options.args],
    cwd: options.cwd,
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${program} ${options.args[0]} failed: ${decode(stderr).trim()}`);
  return decode(stdout);
}

/**
 * The program as a folder of JavaScript: `program.js` and the pieces that it loads when a command needs
 * them, packages included. What is compiled, and what starts fast.
 *
 * Names are kept and nothing is minified: with both at once `deno bundle` makes a program that does
 * not load, and error classes are told apart by name.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MARK = '"@@commit@@"';

/** Bundles the project at `root` into an empty folder; the path of its entry. */
export async function bundleProgram(root: URL, folder: string): Promise<string> {
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
  const commit = JSON.stringify(await findCommit(root));
  const cache = await cacheOfPackages(root);
  let marks = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    const text = await Deno.readTextFile(path);
    marks += text.split(MARK).length - 1;
    // Comments name where a package lay on the machine that bundled: no news to anyone else.
    await Deno.writeTextFile(path, text.replaceAll(MARK, commit).replaceAll(cache, ""));
  }
  if (marks !== 1) throw new Error(`Cannot mark the commit: found ${marks} places instead of one`);
  return join(folder, "program.js");
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
  const { npmCache } = JSON.parse(info) as { npmCache: string };
  return `${npmCache}/`;
}

/** Runs a program to its end; what it printed. */
async function run(
  program: string,
  options: { readonly args: readonly string[]; readonly cwd: URL },
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

/**
 * `deno task hooks`: has git run `deno task precommit` before every commit in this clone. With `--remove`
 * it no longer does. A hook that is not ours is left alone.
 *
 * @module
 */

import { join, resolve } from "node:path";

const HOOK = `#!/bin/sh
# Installed by \`deno task hooks\`; \`deno task hooks --remove\` takes it out.
exec deno task --quiet precommit
`;

/**
 * Puts the hook into the clone at `root`, or takes it out; what it did, in a sentence.
 * @throws {Error} When another hook is there.
 */
export async function setHook(root: string | URL, wanted: boolean): Promise<string> {
  const command = new Deno.Command("git", {
    args: ["rev-parse", "--git-path", "hooks"],
    cwd: root,
  });
  const { success, stdout } = await command.output();
  if (!success) throw new Error("Not a clone: git knows no folder for hooks here");
  const folder = new TextDecoder().decode(stdout).trim();
  const base = root instanceof URL ? root.pathname : root;
  const path = join(resolve(base, folder), "pre-commit");
  const there = await Deno.readTextFile(path).catch(() => undefined);
  if (there !== undefined && there !== HOOK) {
    throw new Error(`There is another hook: ${path}\nCall \`deno task precommit\` from it`);
  }
  if (!wanted) {
    if (there !== undefined) await Deno.remove(path);
    return there === undefined ? "There was no hook" : "Removed the hook";
  }
  await Deno.mkdir(resolve(base, folder), { recursive: true });
  await Deno.writeTextFile(path, HOOK, { mode: 0o755 });
  return "Before every commit: deno task precommit";
}

if (import.meta.main) {
  try {
    const root = new URL("../", import.meta.url);
    console.error(await setHook(root, !Deno.args.includes("--remove")));
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

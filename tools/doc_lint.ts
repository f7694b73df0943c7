/**
 * Checks the documentation of everything that a user or another folder can import: `program.ts`,
 * `lib.ts` and every `mod.ts` outside of tests.
 *
 * @module
 */

const HOUSES: readonly string[] = ["src", "backends", "sandbox", "scaffold"];

/** Paths of the public modules of the project at `root`, sorted. */
export async function publicModules(root: URL): Promise<readonly string[]> {
  const found: string[] = [];
  const exists = (path: string): Promise<boolean> =>
    Deno.stat(new URL(path, root)).then(() => true, () => false);
  const walk = async (folder: string): Promise<void> => {
    if (!await exists(folder)) return;
    for await (const { isDirectory, name } of Deno.readDir(new URL(folder, root))) {
      if (isDirectory) await walk(`${folder}${name}/`);
      else if (name === "mod.ts") found.push(`${folder}${name}`);
    }
  };
  for (const house of HOUSES) await walk(`${house}/`);
  const entries: string[] = [];
  for (const entry of ["program.ts", "lib.ts"]) if (await exists(entry)) entries.push(entry);
  return [...entries, ...found.sort()];
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...await publicModules(root)],
    cwd: root,
    stdout: "null",
  }).output();
  Deno.exit(code);
}

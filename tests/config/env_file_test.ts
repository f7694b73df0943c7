import { assertEquals } from "@std/assert";
import { findEnvFile } from "../../src/config/env_file.ts";

/** Files to make, the folder to look from, and what is found; all below a folder of its own. */
const CASES: readonly [name: string, files: string[], from: string, found: string | undefined][] = [
  ["in the folder itself", ["a/.env"], "a", "a/.env"],
  ["at the project's root", ["deno.json", ".env", "a/b/x"], "a/b", ".env"],
  ["in the folder before the root", ["deno.json", ".env", "a/.env"], "a", "a/.env"],
  ["at the nearest root alone", ["deno.json", ".env", "a/package.json", "a/b/x"], "a/b", undefined],
  ["not beyond a root", ["pyproject.toml", "a/x"], "a", undefined],
  ["not in a folder between", ["deno.json", "a/.env", "a/b/x"], "a/b", undefined],
  ["at the root of a repository", [".git/HEAD", ".env", "a/x"], "a", ".env"],
  ["not when it is a folder", ["deno.json", ".env/x"], "", undefined],
];

for (const [name, files, from, found] of CASES) {
  Deno.test(`findEnvFile looks ${name}`, async () => {
    const root = await Deno.makeTempDir();
    try {
      for (const file of files) {
        await Deno.mkdir(`${root}/${file}`.replace(/\/[^/]*$/, ""), { recursive: true });
        await Deno.writeTextFile(`${root}/${file}`, "");
      }
      const folder = from === "" ? root : `${root}/${from}`;
      assertEquals(await findEnvFile(folder), found === undefined ? undefined : `${root}/${found}`);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  });
}

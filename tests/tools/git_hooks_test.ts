import { assert, assertEquals, assertRejects } from "@std/assert";
import { setHook } from "../../tools/git_hooks.ts";

async function git(folder: string, ...args: string[]): Promise<Deno.CommandOutput> {
  return await new Deno.Command("git", {
    args: ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args],
    cwd: folder,
  }).output();
}

async function withClone(check: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-hooks-" });
  try {
    await git(folder, "init", "--quiet");
    await check(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("setHook lets git refuse a commit that fails the checks, until it is removed", async () => {
  await withClone(async (folder) => {
    const tasks = { precommit: "test -f good" };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ tasks }));
    assertEquals(await setHook(folder, true), "Before every commit: deno task precommit");
    await git(folder, "add", "deno.json");
    assert(!(await git(folder, "commit", "-m", "one")).success);
    await Deno.writeTextFile(`${folder}/good`, "");
    assert((await git(folder, "commit", "-m", "one")).success);
    await Deno.remove(`${folder}/good`);
    assertEquals(await setHook(folder, false), "Removed the hook");
    assert((await git(folder, "commit", "--allow-empty", "-m", "two")).success);
    assertEquals(await setHook(folder, false), "There was no hook");
  });
});

Deno.test("setHook leaves a hook alone that is not its own", async () => {
  await withClone(async (folder) => {
    const path = `${folder}/.git/hooks/pre-commit`;
    await Deno.mkdir(`${folder}/.git/hooks`, { recursive: true });
    await Deno.writeTextFile(path, "#!/bin/sh\n");
    for (const wanted of [true, false]) {
      await assertRejects(() => setHook(folder, wanted), Error, "There is another hook: ");
    }
    assertEquals(await Deno.readTextFile(path), "#!/bin/sh\n");
  });
});

/** Which paths a client may name. */

import { assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { openInputRoots } from "../../src/mcp/input_roots.ts";

/** A folder `docs` with links and hidden files, beside a folder that is none of the client's. */
async function createFolders(): Promise<string> {
  const base = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-test-" }));
  for (const folder of ["docs/sub/.git", "docs/written", "docs2", "secret"]) {
    await Deno.mkdir(`${base}/${folder}`, { recursive: true });
  }
  const files = ["docs/a.md", "docs/.env", "docs/sub/b.md", "docs/sub/.git/config"];
  for (const file of [...files, "docs/written/w.md", "docs2/c.md", "secret/key"]) {
    await Deno.writeTextFile(`${base}/${file}`, "text");
  }
  await Deno.symlink(`${base}/secret/key`, `${base}/docs/out.md`);
  await Deno.symlink("../secret", `${base}/docs/outside`);
  await Deno.symlink("a.md", `${base}/docs/in.md`);
  await Deno.symlink(".env", `${base}/docs/env.md`);
  await Deno.symlink("nowhere", `${base}/docs/broken.md`);
  await Deno.symlink(`${base}/docs`, `${base}/linked`);
  return base;
}

const ADMITTED: readonly (readonly [path: string, real: string])[] = [
  ["a.md", "docs/a.md"],
  ["./sub/../a.md", "docs/a.md"],
  ["{}/docs/a.md", "docs/a.md"],
  ["in.md", "docs/a.md"],
  [".", "docs"],
  ["sub/", "docs/sub"],
  ["*.md", "docs/*.md"],
  ["sub/**/*.{md,txt}", "docs/sub/**/*.{md,txt}"],
  ["{}/docs2/c.md", "docs2/c.md"],
  ["{}/linked/a.md", "docs/a.md"],
];

const REFUSED: readonly (readonly [path: string, code: string])[] = [
  ["", "usage"],
  ["a\0.md", "usage"],
  ["../secret/key", "refused"],
  ["../nothing", "refused"],
  ["/etc/hosts", "refused"],
  ["/etc/*", "refused"],
  ["{}/secret/key", "refused"],
  ["{}/docs2evil/x", "refused"],
  ["out.md", "refused"],
  ["outside/key", "refused"],
  ["outside/*", "refused"],
  ["outside/none*", "refused"],
  [".env", "refused"],
  ["env.md", "refused"],
  [".e*", "refused"],
  ["{.env,a.md}*", "refused"],
  ["*/.git/*", "refused"],
  ["sub/.git", "refused"],
  ["sub/.git/*", "refused"],
  ["written/w.md", "refused"],
  ["written/*.md", "refused"],
  ["none.md", "input-missing"],
  ["broken.md", "input-missing"],
  ["a.md/b", "input-missing"],
  ["none/*.md", "input-missing"],
  ["*/../../secret/*", "refused"],
];

Deno.test("openInputRoots admits what lies in its folders, and nothing else", async () => {
  const base = await createFolders();
  try {
    const roots = await openInputRoots(["linked", "docs2"], {
      cwd: base,
      writable: [`${base}/docs/written`, `${base}/not-there-yet`],
    });
    assertEquals(roots.folders, [`${base}/docs`, `${base}/docs2`]);
    for (const [path, real] of ADMITTED) {
      const found = await roots.locate(path.replace("{}", base));
      assertEquals(found, `${base}/${real}`, path);
    }
    for (const [path, code] of REFUSED) {
      const given = path.startsWith("{}") ? path.replace("{}", base) : path;
      const error = await assertRejects(() => roots.locate(given), FleetError, undefined, path);
      assertEquals(error.code, code, path);
    }
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});

Deno.test("openInputRoots takes the current folder, a hidden one by name, and refuses a file", async () => {
  const base = await createFolders();
  try {
    const here = await openInputRoots([], { cwd: `${base}/docs`, writable: [] });
    assertEquals(await here.locate("a.md"), `${base}/docs/a.md`);
    const hidden = await openInputRoots(["docs", "docs/sub/.git"], { cwd: base, writable: [] });
    assertEquals(
      await hidden.locate("sub/.git/config"),
      `${base}/docs/sub/.git/config`,
    );
    const open = (root: string) => openInputRoots([root], { cwd: base, writable: [] });
    for (const [root, code] of [["docs/a.md", "input-unreadable"], ["none", "input-missing"]]) {
      assertEquals((await assertRejects(() => open(root!), FleetError)).code, code);
    }
    await Deno.mkdir(`${base}/x[1]`);
    await Deno.writeTextFile(`${base}/x[1]/d.md`, "text");
    assertEquals(await (await open("x[1]")).locate("*.md"), `${base}/x[[]1]/*.md`);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});

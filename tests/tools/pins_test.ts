/**
 * What is pinned, and that everything which names a pinned version agrees.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** Text of a file of the project. */
function read(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

const DENO_VERSION = (await read(".dvmrc")).trim();

Deno.test(".dvmrc holds one exact version of Deno", () => {
  assertMatch(DENO_VERSION, /^\d+\.\d+\.\d+$/);
});

for (const path of ["README.md", "CONTRIBUTING.md", "AGENTS.md", ".ci/run"]) {
  Deno.test(`${path} names no version of Deno but the one in .dvmrc`, async () => {
    const naming = /\bdeno(?:\]\([^)]*\))?[ @]v?(\d+\.\d+\.\d+)/gi;
    // What compiles may be older: it goes with the runtime that is at hand.
    const text = (await read(path)).replaceAll(/DENO_COMPILE="[^"]*"/g, "");
    const named = [...text.matchAll(naming)].map((match) => match[1]);
    assertEquals(named.filter((version) => version !== DENO_VERSION), []);
  });
}

Deno.test("README.md starts a fresh machine with the pinned version", async () => {
  const readme = await read("README.md");
  for (const task of ["demo", "test"]) {
    assertStringIncludes(readme, `npx -y deno@${DENO_VERSION} task ${task}`);
  }
});

Deno.test(".ci/run reads the version of Deno from .dvmrc", async () => {
  assertStringIncludes(await read(".ci/run"), ".dvmrc");
});

Deno.test("deno.json takes exactly the client of Modal that was tried", async () => {
  assertEquals(JSON.parse(await read("deno.json")).imports.modal, "npm:modal@0.11.1");
});

Deno.test("deno.lock pins cbor-extract and nothing from JSR", async () => {
  const lock = JSON.parse(await read("deno.lock"));
  const versions = Object.keys(lock.npm).filter((name) => name.startsWith("cbor-extract@"));
  assertEquals(versions, ["cbor-extract@2.2.2"]);
  assertEquals(lock.jsr, undefined);
});

Deno.test("the stand-ins are linked under versions that the imports take", async () => {
  const { imports, links } = JSON.parse(await read("deno.json"));
  for (const link of links) {
    const { name, version } = JSON.parse(await read(`${link}/deno.json`));
    assertEquals(imports[name], `jsr:${name}@^${version.replace(/(?:\.0)+$/, "")}`);
  }
});

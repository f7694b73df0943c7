/** `docs/security.md` claims what a test proves: every test that it names must exist. */

import { assert } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);
const NAMED = /`((?:tests|sandbox)\/[\w/.]+\.ts): ([^`]+)`/g;

Deno.test("docs/security.md names only tests that exist", async () => {
  const text = await Deno.readTextFile(new URL("docs/security.md", ROOT));
  const named = [...text.matchAll(NAMED)];
  assert(named.length > 25, `Only ${named.length} tests are named`);
  for (const [, path, name] of named) {
    const source = await Deno.readTextFile(new URL(path!, ROOT));
    const [prefix, statement] = name!.split(".");
    // Checks made from a table have their group in one place and their statement in another.
    const exists = source.includes(name!) ||
      (path!.startsWith("sandbox/") && source.includes(`${prefix}.\${name}`) && statement === "");
    assert(exists, `${path} has no "${name}"`);
  }
});

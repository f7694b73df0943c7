import { assert, assertEquals } from "@std/assert";
import type { JsonValue } from "../../../src/core/json.ts";
import { ContextFiles, MIN_FILE_CHARS } from "../../../src/rlm/recursion/context_files.ts";

const LONG = "é".repeat(MIN_FILE_CHARS);

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("ContextFiles.bring gives a long text by reference, once for all who ask", async () => {
  const files = new ContextFiles();
  const [one, two] = await Promise.all([files.bring("context", LONG), files.bring("c", LONG)]);
  assert(one?.variable.kind === "file" && two?.variable.kind === "file");
  const { path, bytes, sha256, encoding } = one.variable.file;
  assertEquals([one.variable.name, two.variable.name], ["context", "c"]);
  assertEquals([two.variable.file.path, bytes, encoding], [path, 2 * MIN_FILE_CHARS, "utf-8"]);
  assertEquals(await Deno.readTextFile(path), LONG);
  assertEquals(sha256.length, 64);
  if (Deno.build.os !== "windows") assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  await one[Symbol.asyncDispose]();
  assert(await exists(path));
  await two[Symbol.asyncDispose]();
  assert(!await exists(path));
  await files.close();
});

Deno.test("ContextFiles.close removes everything, twice if need be", async () => {
  const files = new ContextFiles();
  const brought = await files.bring("context", LONG);
  assert(brought?.variable.kind === "file");
  const folder = brought.variable.file.path.replace(/\/[^/]*$/, "");
  await files.close();
  await files.close();
  assert(!await exists(folder));
  await brought[Symbol.asyncDispose]();
});

const AS_VALUES: readonly (readonly [string, JsonValue])[] = [
  ["a short text", "x".repeat(MIN_FILE_CHARS - 1)],
  ["half a surrogate pair", `${LONG}\ud800`],
  ["a list, however long", [LONG]],
];

for (const [what, context] of AS_VALUES) {
  Deno.test(`ContextFiles.bring gives ${what} as a value`, async () => {
    const files = new ContextFiles();
    const brought = await files.bring("context", context);
    assertEquals(brought?.variable, { kind: "value", name: "context", value: context });
    await brought?.[Symbol.asyncDispose]();
    await files.close();
  });
}

Deno.test("ContextFiles.bring gives nothing where there is no context", async () => {
  assertEquals(await new ContextFiles().bring("context", null), undefined);
});

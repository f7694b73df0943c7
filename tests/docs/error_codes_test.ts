import { assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

Deno.test("docs/troubleshooting.md lists every error code and no other", async () => {
  const source = await Deno.readTextFile(new URL("src/core/errors.ts", ROOT));
  const union = /type ErrorCode =([^;]+);/.exec(source)?.[1] ?? "";
  const codes = [...union.matchAll(/"([\w-]+)"/g)].map(([, code]) => code);
  const page = await Deno.readTextFile(new URL("docs/troubleshooting.md", ROOT));
  const table = page.slice(page.indexOf("## Codes"), page.indexOf("## Where to ask"));
  const listed = table.split("\n").filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...line.split("|")[1]!.matchAll(/`([\w-]+)`/g)].map(([, code]) => code));
  assertEquals(listed.toSorted(), codes.toSorted());
});

import { assertEquals, assertRejects } from "@std/assert";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import { REGEX_EXTRACT } from "../../src/tasks/mod.ts";

const { signal } = new AbortController();
const call = (args: JsonObject) => REGEX_EXTRACT.call(args, { signal });

const CASES: readonly [args: JsonObject, found: readonly JsonValue[]][] = [
  [{ text: "a1b22", pattern: "\\d+" }, ["1", "22"]],
  [{ text: "k=v x=y", pattern: "(\\w)=(\\w)", flags: "" }, [["k", "v"], ["x", "y"]]],
  [{ text: "# A\n# B", pattern: "^# (.*)$", flags: "m" }, ["A", "B"]],
  [{ text: "# A\n# B", pattern: "^# (.*)$", flags: 8 }, ["A", "B"]],
  [{ text: "aA", pattern: "a", flags: 2 }, ["a", "A"]],
  [{ text: "", pattern: "x" }, []],
];

for (const [args, found] of CASES) {
  Deno.test(`regex_extract finds what re.findall finds for ${JSON.stringify(args)}`, async () => {
    assertEquals(await call(args), found);
  });
}

Deno.test("regex_extract refuses what is no text, and a pattern that is none", async () => {
  await assertRejects(() => call({ text: 1, pattern: "a" }), TypeError, "must be str");
  await assertRejects(() => call({ text: "a", pattern: "(" }), Error);
});

Deno.test("regex_extract gives up on a pattern that backtracks without end", async () => {
  await assertRejects(
    () => call({ text: "a".repeat(60) + "b", pattern: "^(a+)+$" }),
    Error,
    "The search took longer than 2 s",
  );
});

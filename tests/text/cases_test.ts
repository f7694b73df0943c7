import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadCases, runOnHost } from "./text_case.ts";

for (const { name, error, result, ...call } of loadCases()) {
  Deno.test(`${name}, on the host`, () => {
    const outcome = runOnHost(call);
    if (error === undefined) return assertEquals(outcome, { result });
    assertStringIncludes(`^${outcome.error}`, `^${error}`);
  });
}

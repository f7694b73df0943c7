import { assertEquals } from "@std/assert";
import { suggest } from "../../src/cli/suggest.ts";

const NAMES = ["run", "run-basic", "run-long-context", "exec", "max-iterations", "max-llm-calls"];

const CASES: readonly [typed: string, meant: string | undefined][] = [
  ["run-basc", "run-basic"],
  ["rnu", "run"],
  ["RUN", "run"],
  ["exce", "exec"],
  ["max-iter", "max-iterations"],
  ["max-iterationss", "max-iterations"],
  ["max-lmm-calls", "max-llm-calls"],
  ["max-", undefined],
  ["deploy", undefined],
  ["x", undefined],
  ["", undefined],
];

for (const [typed, meant] of CASES) {
  Deno.test(`suggest takes "${typed}" for ${meant ?? "nothing"}`, () => {
    assertEquals(suggest(typed, NAMES), meant);
  });
}

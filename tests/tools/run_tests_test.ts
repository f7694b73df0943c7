/**
 * The test runner: its counts and verdict, on real runs of `deno test`.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { countCases, countLine, runTests, type TestRun } from "../../tools/run_tests.ts";

/** Runs the given test files in a folder of their own. */
async function run(
  files: Readonly<Record<string, string>>,
  checksTypes: boolean,
): Promise<TestRun> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-test-" });
  try {
    await Deno.writeTextFile(`${folder}/deno.json`, "{}");
    await Deno.mkdir(`${folder}/tests`);
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    const limit = Object.values(files).includes(HANGS) ? { limitMs: 1_000 } : {};
    const options = { output: "null", isChecked: !checksTypes, ...limit } as const;
    return await runTests(new URL(`file://${folder}/`), [], options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PASSES = `Deno.test("a", async (t) => { await t.step("b > c", () => {}); });`;
const FAILS = `Deno.test("d > e", () => { throw new Error("on purpose"); });`;
const HANGS = `Deno.test("g", () => new Promise((end) => setTimeout(end, 1e9)));`;
const SKIPS = `Deno.test.ignore("f", () => {});`;

type Case = readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  line: string,
  ok: boolean,
];

const CASES: readonly Case[] = [
  ["counts cases and not their steps", { "a_test.ts": PASSES }, "1 passed, 0 failed", true],
  [
    "counts what was skipped",
    { "a_test.ts": PASSES + SKIPS },
    "1 passed, 0 failed, 1 skipped",
    true,
  ],
  ["fails when a case fails", { "a_test.ts": PASSES + FAILS }, "1 passed, 1 failed", false],
  [
    "fails when a file does not load",
    { "a_test.ts": PASSES, "b_test.ts": "throw new Error('at load');" },
    "1 passed, 1 failed",
    false,
  ],
  [
    "fails when a case ends the process",
    {
      "a_test.ts": `Deno.test("a", () => { Deno.exit(0); });`,
    },
    "0 passed, 1 failed",
    false,
  ],
  ["fails when a case does not end in time", { "a_test.ts": HANGS }, "0 passed, 1 failed", false],
  [
    "runs files that must run alone, and counts them",
    { "a_test.ts": PASSES, "tests/b_alone_test.ts": PASSES },
    "2 passed, 0 failed",
    true,
  ],
  [
    "fails when a file that runs alone fails",
    { "a_test.ts": PASSES, "tests/b_alone_test.ts": FAILS },
    "1 passed, 1 failed",
    false,
  ],
  ["fails when there is no test file", {}, "0 passed, 1 failed", false],
  ["fails when no file has a test", { "a_test.ts": "export {};" }, "0 passed, 0 failed", false],
  [
    "fails when all tests are skipped",
    { "a_test.ts": SKIPS },
    "0 passed, 0 failed, 1 skipped",
    false,
  ],
  [
    "fails on a type error",
    {
      "a_test.ts": `Deno.test("a", () => { const b: string = 1; });`,
    },
    "0 passed, 1 failed",
    false,
  ],
  [
    "runs examples of documentation",
    {
      "a.ts":
        "/**\n * ```ts\n * if (1 + 1 !== 2) throw new Error();\n * ```\n */\nexport const a = 1;\n",
    },
    "1 passed, 0 failed",
    true,
  ],
];

for (const [name, files, line, ok] of CASES) {
  Deno.test(`runTests ${name}`, async () => {
    const result = await run(files, name.includes("type error"));
    assertEquals({ line: countLine(result.counts), ok: result.ok }, { line, ok });
  });
}

Deno.test("countCases counts nothing in an empty report", () => {
  assertEquals(countCases(""), { passed: 0, failed: 0, skipped: 0 });
});

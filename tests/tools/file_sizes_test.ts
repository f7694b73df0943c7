/**
 * The size and name rules, on projects made for the purpose.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { measure, type SizeReport } from "../../tools/file_sizes.ts";

/** Measures a project that has files of the given numbers of lines. */
async function measured(files: Readonly<Record<string, number>>): Promise<SizeReport> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-sizes-" });
  try {
    for (const [path, lines] of Object.entries(files)) {
      const file = `${folder}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(file, "\n".repeat(lines));
    }
    return await measure(new URL(`file://${folder}/`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** `count` sources of so many lines each. */
function sources(count: number, lines: number): Readonly<Record<string, number>> {
  const paths = Array.from({ length: count }, (_, index) => `src/a${index}.ts`);
  return Object.fromEntries(paths.map((path) => [path, lines]));
}

Deno.test("measure counts sources of every folder and leaves the rest out", async () => {
  const report = await measured({
    "main.ts": 10,
    "src/rlm/loop.ts": 20,
    "backends/mod.ts": 30,
    "sandbox/driver/main.py": 40,
    "scaffold/mod.ts": 50,
    "sandbox/driver.gen.ts": 9999,
    "tests/a_test.ts": 300,
    "docs/long.ts": 9999,
    "src/notes.md": 9999,
  });
  const { files, median, p95, longest, problems } = report;
  assertEquals({ files, median, p95, longest }, { files: 5, median: 30, p95: 50, longest: 50 });
  assertEquals(problems, []);
});

Deno.test("measure names a source over 450 lines and a test over 300", async () => {
  const files = { ...sources(40, 10), "src/big.ts": 451, "tests/big_test.ts": 301 };
  assertEquals((await measured(files)).problems, [
    "src/big.ts: 451 lines, more than 450",
    "tests/big_test.ts: 301 lines, more than 300",
  ]);
});

Deno.test("measure objects when more than one source in twenty is over 350 lines", async () => {
  const one = { ...sources(19, 10), "src/b.ts": 400 };
  assertEquals((await measured(one)).problems, []);
  const { problems } = await measured({ ...one, "src/c.ts": 399 });
  assertEquals(problems.length, 1);
  assertEquals(problems[0]?.includes("split src/b.ts (400), src/c.ts (399)"), true);
});

Deno.test("measure names drawers and files that are not snake_case", async () => {
  const files = { "src/utils.ts": 1, "src/fooBar.ts": 1, "tests/types.ts": 1, "src/ok_name.ts": 1 };
  assertEquals((await measured(files)).problems, [
    "src/fooBar.ts: file names are snake_case",
    "src/utils.ts: name it after what it holds",
    "tests/types.ts: name it after what it holds",
  ]);
});

import { assert, assertEquals } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import type { ConformanceCheck } from "../../src/core/conformance.ts";
import { createMemoryTerminal, type MemoryTerminal } from "./_memory_terminal.ts";
import { createScriptedBackend } from "./_scripted_backend.ts";

const CHECKS: readonly ConformanceCheck[] = [
  { name: "good.one", run: () => Promise.resolve() },
  { name: "bad.two", run: () => Promise.reject(new Error("first line\nsecond line")) },
  {
    name: "bad.leaves-a-sandbox",
    async run(make) {
      await make().start();
      throw new Error("x".repeat(300));
    },
  },
  { name: "bad.never-ends", run: () => new Promise(() => {}) },
];

async function conform(...argv: readonly string[]): Promise<[number, MemoryTerminal]> {
  const terminal = createMemoryTerminal();
  const backend = createScriptedBackend();
  const code = await runCli(["conform", "--backend=fake", "--timeout=0.05", ...argv], {
    backends: backend.backends,
    loadConformance: () => Promise.resolve(CHECKS),
    terminal,
    env: {},
    cwd: "/",
  });
  assertEquals(backend.open, 0, "A sandbox was left running");
  return [code, terminal];
}

Deno.test("conform lays out a table with the first line of each failure", async () => {
  const [code, { stdout }] = await conform();
  assertEquals(code, 1);
  const lines = stdout.replaceAll(/ +\d+\b/g, " N").split("\n");
  assertEquals(lines, [
    "check                 result     ms",
    "good.one              ok N",
    "bad.two               failed N  first line",
    `bad.leaves-a-sandbox  failed N  ${"x".repeat(200)}…`,
    "bad.never-ends        failed N  Took longer than N.05 s",
    "4 checks: N ok, N failed in N.1 s",
    "",
  ]);
});

Deno.test("conform picks checks by a part of their names and by patterns", async () => {
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [["--only=two"], ["bad.two"]],
    [["--only=*.one"], ["good.one"]],
    [["--only=g*", "--only=two"], ["good.one", "bad.two"]],
    [["--only=.two"], ["bad.two"]],
  ];
  for (const [argv, names] of cases) {
    const [, { stdout }] = await conform("--json", ...argv);
    const { checks } = JSON.parse(stdout) as { checks: { name: string }[] };
    assertEquals(checks.map(({ name }) => name), names);
  }
  const [code] = await conform("--only=b*two*more");
  assertEquals(code, 2);
});

Deno.test("conform --json keeps the whole failure and --verbose shows it", async () => {
  const [, { stdout, stderr }] = await conform("--json", "--only=bad.two", "--verbose");
  const { checks: [check] } = JSON.parse(stdout);
  assertEquals([check.ok, check.failure], [false, "first line\nsecond line"]);
  assert(stderr.includes("bad.two: first line\nsecond line\n"));
});

Deno.test("conform --quiet leaves standard error to errors", async () => {
  const [code, { stderr }] = await conform("--quiet", "--only=good.one");
  assertEquals([code, stderr], [0, ""]);
});

Deno.test("conform says so when the program has no checks", async () => {
  const terminal = createMemoryTerminal();
  const { backends } = createScriptedBackend();
  const code = await runCli(["conform"], { backends, terminal, env: {}, cwd: "/" });
  assertEquals(code, 1);
  assert(terminal.stderr.includes("Cannot check a backend: this program came without checks"));
});

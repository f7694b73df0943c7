/** `exec` with real Python. */

import { assert, assertEquals } from "@std/assert";
import { createWorkspace } from "./_program.ts";

const EXEC = ["exec", "--backend", "local"];

Deno.test("exec keeps state between cells and binds a file by reference", async () => {
  await using at = await createWorkspace();
  const path = await at.write("doc.txt", "\uFEFFnaïve text\nin two lines");
  await at.write("count.py", "# %%\nprint(n + 1)\n# %%\nprint(text.splitlines()[1])\n");
  const { code, stdout, stderr } = await at.run([
    ...EXEC,
    "--cell=n = len(text)",
    "--input",
    `text=@${path}`,
    "count.py",
  ]);
  assertEquals([code, stdout, stderr], [0, "24\nin two lines\n", ""]);
});

Deno.test("exec takes code from standard input and prints what it submits", async () => {
  await using at = await createWorkspace();
  const stdin = "print('é')\nSUBMIT(a=[1, None], b=10**20)\n";
  const { code, stdout, stderr } = await at.run(EXEC, { stdin });
  assertEquals([code, stdout, stderr], [0, 'é\n{"a":[1,null],"b":100000000000000000000}\n', ""]);
});

Deno.test("exec --json gives a line a cell and stops at the first that fails", async () => {
  await using at = await createWorkspace();
  const { code, stdout, stderr } = await at.run([
    ...EXEC,
    "--json",
    "--cell=print('one')\n6 * 7",
    "--cell=1 / 0",
    "--cell=print('never')",
  ]);
  assertEquals([code, stderr], [1, ""]);
  const [first, second, ...rest] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(rest, []);
  assertEquals([first.cell, first.status, first.value], [1, "ok", 42]);
  assert(first.output.startsWith("one\n"));
  assert(Number.isInteger(first.duration_ms));
  assertEquals([second.cell, second.status, second.value], [2, "error", undefined]);
  assertEquals(Object.keys(second.error), ["type", "message", "line", "traceback"]);
  assertEquals([second.error.type, second.error.line], ["ZeroDivisionError", 1]);
});

Deno.test("exec ends a cell at its time limit and keeps what was printed", async () => {
  await using at = await createWorkspace();
  const { code, stdout, stderr } = await at.run([
    ...EXEC,
    "--cell-timeout=0.5",
    "--cell=import time\nprint('begun', flush=True)\ntime.sleep(600)",
  ]);
  assertEquals([code, stdout], [1, "begun\n"], stderr);
  assert(stderr.startsWith("Error: Cell 1: Stopped after its time limit of 0.5 s"), stderr);
});

Deno.test("exec is quiet when the reader of its output goes away", async () => {
  await using at = await createWorkspace();
  const child = at.spawn([
    ...EXEC,
    "--cell=print('x' * 900_000)",
    "--cell=print('y' * 900_000)",
  ]);
  const errors = new Response(child.stderr).text();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const { code } = await child.status;
  assertEquals([code, await errors], [0, ""]);
});

Deno.test("exec prints up to a million characters whole", async () => {
  await using at = await createWorkspace();
  const { stdout } = await at.run([...EXEC, "--cell=print('x' * 999_990)"]);
  assertEquals(stdout.length, 999_991);
  const cut = await at.run([...EXEC, "--cell=print('x' * 999_990)", "--max-output-chars=1000"]);
  assert(cut.stdout.length < 2_000, `${cut.stdout.length}`);
});

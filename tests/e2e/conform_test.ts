/** `conform` as users run it. */

import { assert, assertEquals } from "@std/assert";
import { createWorkspace } from "./_program.ts";

const CONFORM = ["conform", "--backend=local", "--isolation=process"];

Deno.test("conform prints a line for each check and the totals", async () => {
  await using at = await createWorkspace();
  const { code, stdout, stderr } = await at.run([...CONFORM, "--only=submit.k*", "--only=print"]);
  assertEquals(code, 0, stdout);
  assert(/^Backend local: Python 3\.\d+\.\d+, isolation process, with network\n$/.test(stderr));
  const lines = stdout.trimEnd().split("\n");
  assert(/^check +result +ms$/.test(lines[0]!), stdout);
  for (const name of ["output.print", "output.print-many", "submit.keyword"]) {
    assert(lines.some((line) => new RegExp(`^${name} +ok +\\d+$`).test(line)), stdout);
  }
  assert(/^\d+ checks: \d+ ok, 0 failed in \d+\.\d s$/.test(lines.at(-1)!), stdout);
});

Deno.test("conform --json prints one object", async () => {
  await using at = await createWorkspace();
  const { code, stdout } = await at.run([...CONFORM, "--json", "--only", "value.nul"]);
  const { python, duration_ms, checks: [check, ...more], ...record } = JSON.parse(stdout);
  assertEquals([code, more, check.name, check.ok], [0, [], "value.nul", true]);
  assertEquals(record, {
    backend: "local",
    isolation: "process",
    network: true,
    filesystem: "all that the user may read and write",
    ok: 1,
    failed: 0,
  });
  assert(/^3\./.test(python) && Number.isInteger(duration_ms));
});

Deno.test("conform exits with 1 and says why when a check fails", async () => {
  await using at = await createWorkspace();
  const argv = [...CONFORM, "--only=timeout.hard", "--only=output.nul", "--timeout=0.6"];
  const { code, stdout } = await at.run(argv);
  assertEquals(code, 1, stdout);
  assert(/^timeout\.hard +failed +\d+ {2}Took longer than 0\.6 s$/m.test(stdout), stdout);
  assert(/^2 checks: 1 ok, 1 failed in /m.test(stdout), stdout);
});

Deno.test("conform names the groups when no check fits", async () => {
  await using at = await createWorkspace();
  const { code, stdout, stderr } = await at.run([...CONFORM, "--only=nothing"]);
  assertEquals([code, stdout], [2, ""]);
  assert(stderr.startsWith('Error: Cannot use "nothing" for --only: no check has such a name\n'));
  assert(/\nHint: The groups are .*\bsubmit\b/.test(stderr), stderr);
});

Deno.test("conform tells of a backend that cannot start once", async () => {
  await using at = await createWorkspace();
  const { code, stdout, stderr } = await at.run([...CONFORM, "--python=/no/such/python"]);
  assertEquals([code, stdout], [1, ""]);
  assert(stderr.startsWith('Error: Cannot use Python "/no/such/python"'), stderr);
});

Deno.test("conform ends with 130 when it is interrupted", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using at = await createWorkspace();
  const child = at.spawn([...CONFORM, "--only=output.print", "--only=lifecycle.lifetime"]);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const errors = new Response(child.stderr).text();
  await reader.read();
  child.kill("SIGINT");
  const { code } = await child.status;
  await reader.cancel();
  assertEquals(code, 130);
  assert((await errors).endsWith("Interrupted\n"));
});

import { assert, assertEquals } from "@std/assert";
import { diagnoseLocal } from "../../backends/local/diagnose.ts";
import type { BackendSettings } from "../../src/core/backend.ts";
import type { Finding } from "../../src/core/diagnosis.ts";

/** What the local backend finds with these settings. */
async function find(settings: BackendSettings): Promise<ReadonlyMap<string, Finding | Error>> {
  const signal = new AbortController().signal;
  const checks = await diagnoseLocal({ settings, cwd: "/", home: "/", isLive: false, signal });
  const found = checks.map(async ({ name, run }) =>
    [name, await run().catch((error: Error) => error)] as const
  );
  return new Map(await Promise.all(found));
}

Deno.test("diagnoseLocal tells of the Python and of what shuts a sandbox in", async () => {
  const found = await find({ isolation: "process" });
  const [python, isolation] = [...found.values()];
  assert(python && "status" in python && isolation && "status" in isolation, Deno.inspect(found));
  assertEquals(python.status, "ok");
  assert(/^3\.\d+\.\d+ at \//.test(python.message), python.message);
  assertEquals([isolation.status, isolation.details?.["isolation"]], ["warning", "process"]);
  assert(isolation.hint?.includes("--backend modal"));
});

Deno.test("diagnoseLocal starts nothing without a Python", async () => {
  const found = await find({ python: "/nowhere/python3" });
  assertEquals(found.get("local.python") instanceof Error, true);
  assertEquals(found.get("local.isolation"), {
    status: "skipped",
    message: "there is no Python to start",
  });
});

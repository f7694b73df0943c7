/** The conformance checks against the local backend at one isolation level, if this machine has it. */

import { createLocalBackend } from "../../backends/local/mod.ts";
import { CONFORMANCE_CHECKS } from "../../sandbox/conformance/mod.ts";
import type { IsolationLevel } from "../../src/core/backend.ts";
import { canIsolate } from "../backends/_isolation.ts";

/** Registers a test for every check. Plain processes run the driver's source, others its compiled form. */
export async function testLocalBackend(isolation: IsolationLevel): Promise<void> {
  const cacheFolder = await Deno.makeTempDir({ prefix: "fleet-test-" });
  addEventListener("unload", () => Deno.removeSync(cacheFolder, { recursive: true }));
  const backend = createLocalBackend({
    isolation,
    ...(isolation === "process" ? {} : { cacheFolder }),
  });
  const ignore = !(await canIsolate(isolation));
  for (const check of CONFORMANCE_CHECKS) {
    Deno.test({
      name: `local backend (${isolation}) keeps ${check.name}`,
      ignore,
      fn: () => check.run((options) => backend.createInterpreter(options)),
    });
  }
}

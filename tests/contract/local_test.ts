/** The conformance checks against the local backend at every isolation level that this machine has. */

import { createLocalBackend } from "../../backends/local/mod.ts";
import type { IsolationLevel } from "../../src/core/backend.ts";
import { CONFORMANCE_CHECKS } from "../../sandbox/conformance/mod.ts";
import { canIsolate } from "../backends/_isolation.ts";

const LEVELS: readonly IsolationLevel[] = ["process", "landlock", "bubblewrap"];

const cacheFolder = await Deno.makeTempDir({ prefix: "fleet-test-" });
addEventListener("unload", () => Deno.removeSync(cacheFolder, { recursive: true }));

for (const isolation of LEVELS) {
  // Plain processes run the driver's source, the others its compiled form.
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

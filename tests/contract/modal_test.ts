/**
 * The conformance checks against the Modal backend, whose sandboxes run at a Modal on this machine. The
 * SDK leaves timers behind, so that what is left of a check cannot be counted.
 */

import { createModalBackend } from "../../backends/modal/mod.ts";
import { CONFORMANCE_CHECKS } from "../../sandbox/conformance/mod.ts";
import { startFakeModal } from "../fakes/modal/mod.ts";

const fake = await startFakeModal();
addEventListener("unload", () => void fake[Symbol.asyncDispose]());
const backend = createModalBackend({ lookup: (name) => fake.env[name] });

for (const check of CONFORMANCE_CHECKS) {
  Deno.test({
    name: `modal backend keeps ${check.name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => check.run((options) => backend.createInterpreter(options)),
  });
}

/** The conformance checks against the local backend. */

import { createLocalBackend } from "../../backends/local/mod.ts";
import { CONFORMANCE_CHECKS } from "../../sandbox/conformance/mod.ts";

const backend = createLocalBackend();

for (const check of CONFORMANCE_CHECKS) {
  Deno.test(`local backend keeps ${check.name}`, () =>
    check.run((options) => backend.createInterpreter(options)));
}

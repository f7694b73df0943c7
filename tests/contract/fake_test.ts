/**
 * The conformance checks against the engine's test double. It runs no Python: of the checks only those
 * hold for it that ask nothing of the guest, which are the ones that the engine leans on.
 */

import { assert } from "@std/assert";
import { CONFORMANCE_CHECKS } from "../../sandbox/conformance/mod.ts";
import { FakeInterpreter } from "../fakes/fake_interpreter.ts";

const WITHOUT_PYTHON: readonly string[] = [
  "protocol.public-shape",
  "lifecycle.concurrent-starts-are-one",
  "lifecycle.shutdown-is-terminal",
  "lifecycle.abort-before-start",
  "variable.measures",
];

for (const name of WITHOUT_PYTHON) {
  Deno.test(`FakeInterpreter keeps ${name}`, async () => {
    const check = CONFORMANCE_CHECKS.find((each) => each.name === name);
    assert(check !== undefined, "There is no such check");
    await check.run((options) => new FakeInterpreter([], options));
  });
}

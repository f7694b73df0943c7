/** Rates by names that are not documented. */

import { assertEquals } from "@std/assert";
import { findRates } from "../../../backends/modal/usage_meter.ts";
import { describeBill } from "../../../src/cli/describe_bill.ts";

const CASES: readonly [
  rates: Readonly<Record<string, string>>,
  gpu: string | undefined,
  expected: ReturnType<typeof findRates>,
][] = [
  [{ cpu_core: "0.14", memory_gib: "0.02" }, undefined, { core: 0.14, gib: 0.02, gpu: 0 }],
  [{ CPU: "1", Memory: "2", T4: "0.59" }, "T4:2", { core: 1, gib: 2, gpu: 0.59 }],
  [{ cpu: "1", memory: "2", a100: "3", "A100-80GB": "4" }, "a100-80gb", {
    core: 1,
    gib: 2,
    gpu: 4,
  }],
  [{ cpu: "1", sandbox_cpu: "3", memory: "2", sandbox_memory: "6" }, undefined, {
    core: 3,
    gib: 6,
    gpu: 0,
  }],
  [{ cpu: "1", cpu_spot: "3", memory: "2" }, undefined, undefined],
  [{ cpu: "1" }, undefined, undefined],
  [{ cpu: "free", memory: "2" }, undefined, undefined],
  [{ cpu: "1", memory: "2" }, "H100", undefined],
  [{}, undefined, undefined],
];

for (const [rates, gpu, expected] of CASES) {
  Deno.test(`findRates reads ${JSON.stringify(rates)} for ${gpu ?? "no GPU"}`, () => {
    assertEquals(findRates(rates, gpu), expected);
  });
}

Deno.test("describeBill says what is known, and of what kind it is", () => {
  const bill = { sandboxes: 3, seconds: 124.4, isMeasured: true };
  assertEquals(describeBill(bill), "Cloud: 3 sandboxes, 124 s");
  assertEquals(
    describeBill({ ...bill, costUsd: 0.00312 }),
    "Cloud: 3 sandboxes, 124 s, about $0.0031 by the workspace's rates",
  );
  assertEquals(
    describeBill({ sandboxes: 1, seconds: 5, costUsd: 1.256, isMeasured: false }),
    "Cloud: 1 sandbox, 5.0 s, at least $1.26 by the workspace's rates, for what was reserved",
  );
});

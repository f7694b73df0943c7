/**
 * 2 GB of output from one cell, in each of three ways: memory of the host and of the guest, and the time.
 * Run it by `deno run -A bench/output_flood.ts [GIGABYTES] [ISOLATION]`; Linux alone.
 *
 * @module
 */

import type { IsolationLevel } from "../src/core/backend.ts";
import { FLOODS } from "./floods.ts";
import { probeMemory } from "./memory_probe.ts";

const GIGABYTES = Number(Deno.args[0] ?? 2);
const ISOLATION = (Deno.args[1] ?? "process") as IsolationLevel;
const MIB = 1 << 20;

for (const flood of FLOODS) {
  const bytes = Math.round(GIGABYTES * 1024) * MIB;
  const report = await probeMemory({ isolation: ISOLATION, code: flood.code(bytes) });
  const { hostBeforeBytes, hostPeakBytes, guestPeakBytes, seconds, status, chars } = report;
  const mib = (value: number) => `${(value / MIB).toFixed(0)} MiB`;
  console.log(
    `${GIGABYTES} GiB ${flood.name} (${ISOLATION}): ${status}, ${chars} characters told, ` +
      `host ${mib(hostBeforeBytes)} before and ${mib(hostPeakBytes)} at most, ` +
      `guest ${mib(guestPeakBytes)} at most, ${seconds.toFixed(1)} s`,
  );
}

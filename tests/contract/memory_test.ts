/**
 * What the guest prints and asks for takes a bounded amount of memory on both sides. Every case runs in
 * a host process of its own, whose highest memory is read from the kernel. The sizes here are quick;
 * `bench/output_flood.ts` does the same with 2 GB.
 */

import { assert, assertEquals } from "@std/assert";
import { probeMemory } from "../../bench/memory_probe.ts";
import { FLOODS } from "../../bench/floods.ts";
import { canIsolate } from "../backends/_isolation.ts";
import { FORGER } from "./_forger.ts";

const MIB = 1 << 20;
const FLOOD_BYTES = 256 * MIB;
/** Allowed over what the session had before: blocks on their way, garbage not collected yet. */
const HOST_GROWTH = 48 * MIB;
/** A Python with the driver takes about 20 MiB; the rest is the guest's own text of 1 MiB, in copies. */
const GUEST_PEAK = 64 * MIB;

const ignore = Deno.build.os !== "linux";

for (const isolation of ["process", "bubblewrap"] as const) {
  const cannot = ignore || !(await canIsolate(isolation));
  for (const flood of FLOODS) {
    Deno.test({
      name: `256 MiB of output ${flood.name} (${isolation}) take bounded memory on both sides`,
      ignore: cannot,
      async fn() {
        const report = await probeMemory({ isolation, code: flood.code(FLOOD_BYTES) });
        assertEquals(report.status, "ok");
        assertEquals(report.chars, FLOOD_BYTES + 8);
        assertEquals(report.omittedChars, FLOOD_BYTES + 8 - 10_000);
        const [head, tail] = report.ends;
        assert(head.startsWith("head.") && tail.endsWith(".end."), Deno.inspect(report));
        const growth = report.hostPeakBytes - report.hostBeforeBytes;
        assert(growth < HOST_GROWTH, Deno.inspect(report));
        assert(report.guestPeakBytes < GUEST_PEAK, Deno.inspect(report));
      },
    });
  }
}

interface Flood {
  readonly name: string;
  readonly code: string;
  /** Most bytes by which the host may grow. */
  readonly growth: number;
}

const CALL_FLOODS: readonly Flood[] = [
  {
    name: "20 000 calls from 16 threads to a tool that refuses",
    code: `from concurrent.futures import ThreadPoolExecutor
def ask(i):
    try: refuse(i)
    except RuntimeError: return 1
with ThreadPoolExecutor(16) as pool: print(sum(pool.map(ask, range(20_000))))`,
    growth: 64 * MIB,
  },
  {
    name: "calls by hand whose answers nobody reads",
    code: `${FORGER}
line = (json.dumps({"type": "tool-call", "id": 10**6, "cell": ID, "name": "no", "args": {}}) + "\\n") * 500
for _ in range(1000): write(line.encode())`,
    growth: 96 * MIB,
  },
  {
    name: "calls by hand of 1 MB each that are never answered",
    code: `${FORGER}
for n in range(400): forge("tool-call", name="hang", id=n, args={"v": "x" * 10**6})`,
    growth: 320 * MIB,
  },
];

for (const { name, code, growth } of CALL_FLOODS) {
  Deno.test({
    name: `the host's memory is bounded under ${name}`,
    ignore,
    async fn() {
      const report = await probeMemory({ isolation: "process", code });
      const grown = report.hostPeakBytes - report.hostBeforeBytes;
      assert(grown < growth, `grew by ${(grown / MIB).toFixed()} MiB: ${Deno.inspect(report)}`);
    },
  });
}

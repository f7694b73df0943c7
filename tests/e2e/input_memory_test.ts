/** The host's memory does not grow with a document, however large, packed or not. */

import { assert, assertEquals } from "@std/assert";
import { type HostMemory, watchMemory } from "../../bench/host_memory.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

const MIB = 1 << 20;
const DOCUMENT_BYTES = 256 * MIB;
const MAX_GROWTH_BYTES = 64 * MIB;

async function measure(at: Workspace, path: string): Promise<HostMemory> {
  const argv = ["exec", "--backend=local", `--input=doc=@${path}`, "--cell=print(len(doc))"];
  return await watchMemory(at.spawn(argv));
}

Deno.test({
  name: "exec binds a document of 256 MiB, also in gzip, in a host that does not grow with it",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using at = await createWorkspace();
    const block = new TextEncoder().encode("naïve words, a line of them\n".repeat(40_000));
    {
      using file = await Deno.open(`${at.folder}/large.txt`, { write: true, create: true });
      for (let done = 0; done < DOCUMENT_BYTES; done += block.length) await file.write(block);
    }
    const large = await Deno.open(`${at.folder}/large.txt`);
    const packed = await Deno.open(`${at.folder}/large.gz`, { write: true, create: true });
    await large.readable.pipeThrough(new CompressionStream("gzip")).pipeTo(packed.writable);
    await at.write("small.txt", "small");
    const least = await measure(at, "small.txt");
    const chars = Math.ceil(DOCUMENT_BYTES / block.length) * 28 * 40_000;
    for (const name of ["large.txt", "large.gz"]) {
      const { code, stdout, stderr, peakBytes } = await measure(at, name);
      assertEquals([code, stdout], [0, `${chars}\n`], stderr);
      const growth = peakBytes - least.peakBytes;
      assert(growth < MAX_GROWTH_BYTES, `${name}: ${(growth / MIB).toFixed(1)} MiB`);
    }
  },
});

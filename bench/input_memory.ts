/**
 * `deno run -A bench/input_memory.ts [GIB]`: memory of the host while `exec` binds a document of that
 * size (1 GiB), as it is and in gzip, against a document of five characters.
 *
 * @module
 */

import { watchMemory } from "./host_memory.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const MIB = 1 << 20;

const folder = await Deno.makeTempDir({ prefix: "fleet-bench-" });
try {
  await writeDocuments(Number(Deno.args[0] ?? 1) * 1024 * MIB);
  const { peakBytes: least } = await measure("small.txt");
  console.log(`small.txt: ${(least / MIB).toFixed(1)} MiB`);
  for (const name of ["large.txt", "large.txt.gz"]) {
    const { peakBytes, stdout } = await measure(name);
    const size = (await Deno.stat(`${folder}/${name}`)).size / MIB;
    console.log(
      `${name} (${size.toFixed(0)} MiB, ${stdout.trim()} characters): ` +
        `${(peakBytes / MIB).toFixed(1)} MiB, growth ${((peakBytes - least) / MIB).toFixed(1)} MiB`,
    );
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function writeDocuments(size: number): Promise<void> {
  await Deno.writeTextFile(`${folder}/small.txt`, "small");
  const block = new TextEncoder().encode("naïve words, a line of them\n".repeat(40_000));
  {
    using file = await Deno.open(`${folder}/large.txt`, { write: true, create: true });
    for (let done = 0; done < size; done += block.length) await file.write(block);
  }
  const large = await Deno.open(`${folder}/large.txt`);
  const packed = await Deno.open(`${folder}/large.txt.gz`, { write: true, create: true });
  await large.readable.pipeThrough(new CompressionStream("gzip")).pipeTo(packed.writable);
}

async function measure(name: string) {
  const { code, ...measured } = await watchMemory(
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", MAIN, "exec", "--backend=local", "--input", `doc=@${name}`]
        .concat("--cell=print(len(doc))"),
      cwd: folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (code !== 0) throw new Error(measured.stderr);
  return measured;
}

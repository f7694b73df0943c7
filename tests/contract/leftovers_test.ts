/** What is left when the host is killed outright (`kill -9`), at every isolation level. */

import { assert, assertEquals } from "@std/assert";
import { canIsolate } from "../backends/_isolation.ts";

const BACKEND = JSON.stringify(import.meta.resolve("../../backends/local/mod.ts"));

for (const isolation of ["process", "landlock", "bubblewrap"] as const) {
  Deno.test({
    name: `no process of a guest (${isolation}) outlives a host that is killed`,
    ignore: Deno.build.os !== "linux" || !(await canIsolate(isolation)),
    async fn() {
      const marker = `marker${crypto.randomUUID()}`;
      const temp = await Deno.makeTempDir({ prefix: "fleet-test-" });
      const host = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--no-check", script(isolation, marker)],
        env: { TMPDIR: temp },
        stdout: "null",
        stderr: "inherit",
      }).spawn();
      try {
        for (let round = 0; (await processesWith(marker)).length === 0; round++) {
          assert(round < 400, "The guest's child never came");
          await pause();
        }
        host.kill("SIGKILL");
        await host.status;
        for (let round = 0; (await processesWith(marker)).length > 0; round++) {
          assert(round < 400, `Still there: ${await processesWith(marker)}`);
          await pause();
        }
        // Nobody is left to remove it: one folder stays behind.
        assertEquals((await Array.fromAsync(Deno.readDir(temp))).length, 1);
      } finally {
        await Deno.remove(temp, { recursive: true });
      }
    },
  });
}

function script(isolation: string, marker: string): string {
  const cell = `import subprocess
child = subprocess.Popen(["sh", "-c", "sleep 600; : ${marker}"])
while True: pass`;
  return `import { createLocalBackend } from ${BACKEND};
    const backend = createLocalBackend({ isolation: ${JSON.stringify(isolation)} });
    await backend.createInterpreter().execute(${JSON.stringify(cell)});`;
}

/** Command lines of the processes with these words, the host's own aside. */
async function processesWith(words: string): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  return lines.filter((line) => line.includes(words) && line.startsWith("sh "));
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25));
}

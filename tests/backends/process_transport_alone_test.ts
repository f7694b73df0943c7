/** The guest's environment, and what a start that was cut off leaves: both change that of the process. */

import { assertEquals } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { canIsolate } from "./_isolation.ts";

const backend = createLocalBackend({ isolation: "process" });

async function outputOf(code: string): Promise<string> {
  await using interpreter = backend.createInterpreter();
  const result = await interpreter.execute(code);
  assertEquals(result.status, "ok", result.output.text);
  return result.output.text.trim();
}

Deno.test("local backend gives the guest an environment built from nothing", async () => {
  Deno.env.set("FLEET_TEST_SECRET", "do-not-leak");
  try {
    const names = await outputOf("import os\nprint(sorted(os.environ))");
    assertEquals(names, "['HOME', 'LANG', 'PATH', 'TMPDIR']");
    const leaks = await outputOf(
      "import os\nprint(b'do-not-leak' in open(f'/proc/{os.getpid()}/environ', 'rb').read())",
    );
    assertEquals(leaks, "False");
  } finally {
    Deno.env.delete("FLEET_TEST_SECRET");
  }
});

/** Processes that name a folder among their arguments. */
function processesOf(folder: string): readonly string[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => name).filter((name) => {
    try {
      return Deno.readTextFileSync(`/proc/${Number(name)}/cmdline`).includes(folder);
    } catch {
      return false;
    }
  });
}

Deno.test({
  name: "local backend leaves nothing of a sandbox that is ended while it starts (bubblewrap)",
  ignore: !await canIsolate("bubblewrap"),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "fleet-early-" });
    const before = Deno.env.get("TMPDIR");
    Deno.env.set("TMPDIR", folder);
    try {
      const early = createLocalBackend({ isolation: "bubblewrap" });
      for (let afterMs = 0; afterMs < 30; afterMs++) {
        const interpreter = early.createInterpreter();
        const starting = interpreter.start().catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        await interpreter.shutdown();
        await starting;
      }
      assertEquals(processesOf(folder), []);
      assertEquals([...Deno.readDirSync(folder)], []);
    } finally {
      if (before === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", before);
      await Deno.remove(folder, { recursive: true });
    }
  },
});

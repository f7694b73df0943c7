/** The guest's environment: changes that of the whole process. */

import { assertEquals } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";

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

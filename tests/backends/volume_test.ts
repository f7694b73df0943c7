/** The volume helpers on the local backend: what is kept, and that nothing leads out. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { canIsolate } from "./_isolation.ts";

const ESCAPES: readonly string[] = [
  "../outside.txt",
  "a/../../outside.txt",
  "/etc/passwd",
  "link/outside.txt",
  ".",
  "",
];

for (const isolation of ["process", "landlock", "bubblewrap"] as const) {
  const ignore = !(await canIsolate(isolation));
  Deno.test({
    name: `volume helpers keep text between sessions (${isolation})`,
    ignore,
    async fn() {
      const volume = await Deno.makeTempDir();
      const backend = createLocalBackend({ isolation, volume });
      try {
        await using first = backend.createInterpreter();
        const { volume: mounted } = await first.start();
        assertEquals(mounted, isolation === "bubblewrap" ? "/data" : volume);
        const saved = await first.execute("save_to_volume('notes/a.txt', 'kept é\\r\\n🙂')");
        assertEquals(saved.output.text, `'${mounted}/notes/a.txt'\n`);
        await using second = backend.createInterpreter();
        const loaded = await second.execute("load_from_volume('notes/a.txt')", { wantValue: true });
        assertEquals(loaded.status === "ok" && loaded.value, "kept é\r\n🙂");
        assertEquals(await Deno.readTextFile(`${volume}/notes/a.txt`), "kept é\r\n🙂");
      } finally {
        await Deno.remove(volume, { recursive: true });
      }
    },
  });
  Deno.test({
    name: `volume helpers refuse what leads out of the volume (${isolation})`,
    ignore,
    async fn() {
      const folder = await Deno.makeTempDir();
      const volume = `${folder}/volume`;
      await Deno.mkdir(volume);
      await Deno.symlink(folder, `${volume}/link`);
      try {
        await using interpreter = createLocalBackend({ isolation, volume }).createInterpreter();
        for (const path of ESCAPES) {
          const result = await interpreter.execute(`save_to_volume(${JSON.stringify(path)}, 'x')`);
          assert(result.status === "error", `${path} was written`);
          assertEquals(result.error.type, "ValueError");
        }
        assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name), ["volume"]);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

Deno.test("volume helpers say what to do when no volume is mounted", async () => {
  await using interpreter = createLocalBackend({ isolation: "process" }).createInterpreter();
  const result = await interpreter.execute("load_from_volume('a')");
  assert(result.status === "error");
  assertStringIncludes(result.error.message, "no volume is mounted");
});

/**
 * The switch to the real packages: `deno.json` comes back byte for byte, whatever happens meanwhile.
 *
 * @module
 */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { withoutLinks } from "../../tools/std_real.ts";

const ORIGINAL = `{\r\n\t"name": "@a/b",\n   "links": ["./x"], "imports": { "c": "npm:c@1" }}\n\n`;

/** Runs `action` with the path of a configuration in odd but valid layout. */
async function withConfig(action: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ prefix: "fleet-config-", suffix: ".json" });
  try {
    await Deno.writeTextFile(path, ORIGINAL);
    await action(path);
    assertEquals(await Deno.readTextFile(path), ORIGINAL);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("withoutLinks takes out links alone, gives the result and restores the file", async () => {
  await withConfig(async (path) => {
    const seen = await withoutLinks(path, async () => JSON.parse(await Deno.readTextFile(path)));
    assertEquals(seen, { name: "@a/b", imports: { c: "npm:c@1" } });
  });
});

Deno.test("withoutLinks restores the file when the action fails", async () => {
  await withConfig(async (path) => {
    await assertRejects(
      () => withoutLinks(path, () => Promise.reject(new RangeError("no network"))),
      RangeError,
      "no network",
    );
  });
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({
    name: `withoutLinks restores the file when ${signal} arrives`,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      await withConfig(async (path) => {
        const tool = new URL("../../tools/std_real.ts", import.meta.url).href;
        const script = `
          import { withoutLinks } from ${JSON.stringify(tool)};
          await withoutLinks(${JSON.stringify(path)}, async () => {
            console.log("ready");
            await new Promise((resolve) => setTimeout(resolve, 60_000));
          });`;
        const child = new Deno.Command(Deno.execPath(), {
          args: ["eval", script],
          stdout: "piped",
        }).spawn();
        const reader = child.stdout.getReader();
        assertStringIncludes(new TextDecoder().decode((await reader.read()).value), "ready");
        assertEquals((await Deno.readTextFile(path)).includes("links"), false);
        child.kill(signal);
        assertEquals((await child.status).code, 130);
        await reader.cancel();
      });
    },
  });
}

/** Every example runs by itself, prints what it says at its end, and leaves nothing behind. */

import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { isShown } from "../docs/_markdown.ts";

const FOLDER = new URL("../../examples/", import.meta.url);
const EXAMPLES = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => /^\d\d_\w+\.ts$/.test(name)).sort();

Deno.test("there are ten examples", () => {
  assertEquals(EXAMPLES.map((name) => Number(name.slice(0, 2))), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

for (const name of EXAMPLES) {
  Deno.test(`examples/${name} prints what it says and leaves nothing behind`, async () => {
    const source = await Deno.readTextFile(new URL(name, FOLDER));
    const [, said] = /^\/\/ Prints:\n((?:\/\/.*\n)+)$/m.exec(source) ?? [];
    assert(said !== undefined, "It does not say what it prints");
    const { code, printed } = await run(fileURLToPath(new URL(name, FOLDER)));
    assertEquals(code, 0, printed);
    const shown = said.replaceAll(/^\/\/ ?/gm, "");
    assert(isShown(printed, shown), `It printed:\n${printed}\ninstead of:\n${shown}`);
  });
}

/** Runs a program in an empty folder, which must be as empty afterwards. */
async function run(path: string): Promise<{ readonly code: number; readonly printed: string }> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-example-" });
  try {
    const { stdout: info } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] })
      .output();
    const { denoDir } = JSON.parse(new TextDecoder().decode(info)) as { denoDir: string };
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "--no-check", path],
      cwd: folder,
      env: { DENO_DIR: denoDir, HOME: folder, TMPDIR: folder, NO_COLOR: "1" },
      stdin: "null",
    }).output();
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), []);
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, printed: decode(stdout) + decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

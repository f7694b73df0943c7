/**
 * A disk that is full half-way: what was begun can be taken out again, or finished.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace } from "../../e2e/_program.ts";

const MAIN = new URL("../../../main.ts", import.meta.url).pathname;
const PROGRAM = `"${Deno.execPath()}" run -A --quiet "${MAIN}"`;

/** Runs a shell where `DISK` is a file system of so many bytes. */
async function onSmallDisk(bytes: number, script: string) {
  await using workspace = await createWorkspace();
  const disk = `${workspace.folder}/disk`;
  await Deno.mkdir(disk);
  const { code, stdout, stderr } = await new Deno.Command("bwrap", {
    args: [
      ...["--dev-bind", "/", "/", "--size", String(bytes), "--tmpfs", disk, "--die-with-parent"],
      ...["--", "sh", "-c", script],
    ],
    env: { HOME: workspace.folder, DISK: disk, NO_COLOR: "1", DENO_DIR: await denoDir() },
    stdin: "null",
  }).output();
  const decode = (part: Uint8Array) => new TextDecoder().decode(part);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

const canMount = await new Deno.Command("bwrap", {
  args: ["--dev-bind", "/", "/", "--size", "4096", "--tmpfs", "/tmp", "true"],
  stdin: "null",
}).output().then(({ success }) => success, () => false);

Deno.test({
  name: "init on a disk that is full says so, leaves no half file, and can be undone there",
  ignore: !canMount,
  fn: async () => {
    const { stderr, stdout } = await onSmallDisk(
      49_152,
      `${PROGRAM} init --target "$DISK/c"; echo "first $?"
       find "$DISK" -name "*.fleet-rlm-new"; find "$DISK" -size 0 -type f
       find "$DISK" -type f | wc -l
       ${PROGRAM} init --target "$DISK/c" --uninstall; echo "second $?"
       find "$DISK"`,
    );
    assertStringIncludes(stderr, "No space left on device");
    assertStringIncludes(stderr, "it carries on where it stopped");
    const [first, count, removed, second, ...left] = stdout.trim().split("\n");
    assertEquals([first, second], ["first 1", "second 0"]);
    assert(Number(count) > 2, stdout);
    assertStringIncludes(removed ?? "", "removed in ");
    assertEquals(left.length, 1, stdout);
  },
});

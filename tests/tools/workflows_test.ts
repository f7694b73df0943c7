/** The workflows: every action pinned to a commit, every task and file that they name is there. */

import { assert, assertEquals, assertMatch } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL(".github/workflows/", ROOT);

const WORKFLOWS: ReadonlyMap<string, string> = new Map(
  [...Deno.readDirSync(FOLDER)].map(({ name }) => [
    name,
    Deno.readTextFileSync(new URL(name, FOLDER)),
  ]),
);

Deno.test("there are workflows for CI, releases and what is live", () => {
  assertEquals([...WORKFLOWS.keys()].sort(), ["ci.yml", "live.yml", "release.yml"]);
});

Deno.test("workflows pin every action to one commit and say which version it is", () => {
  const pins = new Map<string, string>();
  for (const [file, text] of WORKFLOWS) {
    for (const [, used] of text.matchAll(/\buses: (.+)$/gm)) {
      assertMatch(used!, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, file);
      const [action, pin] = used!.split("@");
      assertEquals(pins.get(action!) ?? pin, pin, `${file}: two pins of ${action}`);
      pins.set(action!, pin!);
    }
  }
  assert(pins.size >= 6);
});

Deno.test("workflows give no more rights than to read, but to the job that publishes", () => {
  for (const [file, text] of WORKFLOWS) {
    assertMatch(text, /^permissions:\n {2}contents: read$/m, file);
    const writes = [...text.matchAll(/^ +(\w[\w-]*): write\b/gm)].map(([, right]) => right);
    assertEquals(
      writes.sort(),
      file === "release.yml" ? ["attestations", "contents", "id-token"] : [],
      file,
    );
  }
});

Deno.test("workflows run tasks and files that exist", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  for (const [file, text] of WORKFLOWS) {
    for (const [, task] of text.matchAll(/\bdeno task ([\w:]+)/g)) {
      assert(Object.hasOwn(tasks, task!), `${file}: deno task ${task}`);
    }
    for (const [, path] of text.matchAll(/\b((?:tools|tests)\/[\w/.-]+)/g)) {
      assert(Deno.statSync(new URL(path!, ROOT)), `${file}: ${path}`);
    }
  }
});

Deno.test("workflows hand no secret to more than the step that needs it", () => {
  for (const [file, text] of WORKFLOWS) {
    for (const line of text.split("\n").filter((each) => each.includes("${{ secrets."))) {
      assertMatch(line, /^ {10}\w+: \$\{\{ secrets\.\w+ \}\}$/, file);
    }
  }
});

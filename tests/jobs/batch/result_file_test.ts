/** The file of results: new, gone on with, torn, in use. */

import { assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../../src/core/errors.ts";
import { openResultFile } from "../../../src/jobs/batch/result_file.ts";
import { testFolder } from "../../inputs/_folder.ts";

const line = (id: string, status: string) => JSON.stringify({ id, sha256: `hash ${id}`, status });
const isDone = (status: string) => status === "submitted";
const LONG = line("é".repeat(100_000), "submitted");

/** What a file holds, what is done by it, and what it holds once a line was added. */
const RESUMED: readonly (readonly [held: string, done: readonly string[], kept: string])[] = [
  ["", [], ""],
  [`${line("a", "submitted")}\n`, ["a"], `${line("a", "submitted")}\n`],
  [line("a", "submitted"), ["a"], `${line("a", "submitted")}\n`],
  [`${line("a", "submitted")}\n{"id":"b","sha`, ["a"], `${line("a", "submitted")}\n`],
  [
    `${line("a", "failed")}\n${line("a", "submitted")}\n${line("b", "failed")}\n`,
    ["a"],
    `${line("a", "failed")}\n${line("a", "submitted")}\n${line("b", "failed")}\n`,
  ],
  [`${line("a", "submitted")}\n${LONG.slice(0, -9)}`, ["a"], `${line("a", "submitted")}\n`],
];

Deno.test("openResultFile keeps what is whole and goes on behind it", async () => {
  await using folder = await testFolder();
  for (const [index, [held, done, kept]] of RESUMED.entries()) {
    const path = await folder.write(`${index}.jsonl`, held);
    {
      using file = await openResultFile(path, { isResumed: true, isDone });
      assertEquals([...file.done.keys()], done);
      file.add({ id: "new" });
    }
    assertEquals(await Deno.readTextFile(path), `${kept}{"id":"new"}\n`);
  }
});

Deno.test("openResultFile refuses what is not its own and leaves it alone", async () => {
  await using folder = await testFolder();
  const refused = async (path: string, isResumed: boolean) => {
    const open = () => openResultFile(path, { isResumed, isDone });
    const { code, message } = await assertRejects(open, FleetError);
    return [code, message.replace(path, "FILE")];
  };
  const path = await folder.write("a.jsonl", "some words");
  assertEquals(await refused(path, false), [
    "output-failed",
    'Cannot write results to "FILE": it already holds something',
  ]);
  assertEquals(await refused(path, true), [
    "input-invalid",
    'Cannot go on with results "FILE": line 1 is no result',
  ]);
  assertEquals(await Deno.readTextFile(path), "some words");
  assertEquals((await refused(folder.path, true))[0], "output-failed");
});

Deno.test({
  name: "openResultFile lets one batch at a time write",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await testFolder();
    const path = `${folder.path}/a.jsonl`;
    const open = () => openResultFile(path, { isResumed: true, isDone });
    using _first = await open();
    const { hint } = await assertRejects(open, FleetError, "it is in use");
    assertEquals(hint, "Another batch writes to it: wait for its end, or name another file");
  },
});

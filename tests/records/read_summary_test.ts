/** A run in short from the head and the tail of its record, in whatever state that is. */

import { assert, assertEquals } from "@std/assert";
import { listRecords } from "../../src/records/list_records.ts";
import { recordIds } from "../../src/records/record_ids.ts";
import { readSummary } from "../../src/records/read_summary.ts";
import { summaryJson } from "../../src/records/run_summary.ts";
import { openTrajectory } from "../../src/rlm/trajectory.ts";
import { testFolder } from "../inputs/_folder.ts";
import { HEADER, recordOf, runEnd, runStart, turn } from "./_events.ts";

const ID = "20260131t101500-abc";
const START = runStart(ID);
const LONG = "naïve ".repeat(20_000);
const failed = (code: string) => runEnd({ error: { code, message: "no" } });
const ofChild = { ...runEnd(), run: "1" };

/** What a file holds, and how the run stands by it. */
const STATES: readonly (readonly [what: string, text: string, state: string, ms: number])[] = [
  ["submitted", recordOf(START, ...turn(1, "a", "b"), runEnd()), "submitted", 4_500],
  ["extracted", recordOf(START, runEnd({ status: "extracted" })), "extracted", 4_500],
  ["at a limit", recordOf(START, runEnd({ status: "limit" })), "limit", 4_500],
  ["failed", recordOf(START, failed("model-auth")), "failed", 4_500],
  ["interrupted", recordOf(START, failed("interrupted")), "interrupted", 4_500],
  ["killed", recordOf(START, ...turn(1, "a", "b")), "unfinished", 1_500],
  ["killed with a child over", recordOf(START, ofChild), "unfinished", 4_500],
  ["torn", recordOf(START, ...turn(1, "a", "b")) + '{"type":"run-e', "unfinished", 1_500],
  ["hardly begun", HEADER, "unfinished", 0],
  [
    "with a long head and tail",
    recordOf(
      runStart(ID, { more: LONG }),
      runEnd({
        status: "submitted",
        outputs: { answer: LONG },
      }),
    ),
    "submitted",
    4_500,
  ],
  ["empty", "", "unreadable", 0],
  ["no record", "some words\nand more\n", "unreadable", 0],
  ["another schema", '{"schema":"x"}\n', "unreadable", 0],
];

Deno.test("readSummary tells how a run stands", async () => {
  await using folder = await testFolder();
  for (const [what, text, state, durationMs] of STATES) {
    const path = await folder.write(`${ID}.jsonl`, text);
    const summary = readSummary(path);
    assertEquals([summary.state, summary.durationMs], [state, durationMs], what);
    assertEquals([summary.id, summary.path], [ID, path]);
    if (text.includes("run-start")) assertEquals(summary.task, "analyze-document", what);
  }
  assertEquals(readSummary(folder.path).state, "unreadable");
  assertEquals(readSummary(`${folder.path}/gone.jsonl`).state, "unreadable");
});

Deno.test("readSummary reads head and tail of a record that no memory holds", async () => {
  await using folder = await testFolder();
  const path = await folder.write(`${ID}.jsonl`, recordOf(START));
  using file = await Deno.open(path, { write: true });
  await file.truncate(64 * 2 ** 30); // A hole: it takes no room.
  await file.seek(0, Deno.SeekMode.End);
  await file.write(new TextEncoder().encode(`\n${JSON.stringify(runEnd())}\n`));
  const summary = readSummary(path);
  assertEquals([summary.state, summary.iterations, summary.llmCalls], ["submitted", 2, 3]);
  assert(summary.bytes > 64 * 2 ** 30);
});

Deno.test({
  name: "readSummary knows a record that is being written",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await testFolder();
    const path = `${folder.path}/${ID}.jsonl`;
    {
      using _trajectory = openTrajectory(path);
      assertEquals(readSummary(path).state, "running");
    }
    assertEquals(readSummary(path).state, "unfinished");
  },
});

Deno.test("summaryJson has the names that results have", async () => {
  await using folder = await testFolder();
  const path = await folder.write(`${ID}.jsonl`, recordOf(START, failed("model-auth")));
  assertEquals(summaryJson(readSummary(path)), {
    run_id: ID,
    status: "failed",
    started_at: "2026-01-31T10:15:00.000Z",
    task: "analyze-document",
    model: "p/m",
    sub_model: "p/s",
    backend: "local",
    seconds: 4.5,
    iterations: 2,
    llm_calls: 3,
    usage: { input_tokens: 1_200, output_tokens: 30, cached_tokens: 0, cost_usd: 0.0025 },
    error: { code: "model-auth", message: "no" },
    trajectory: path,
    bytes: (await Deno.stat(path)).size,
  });
});

Deno.test("listRecords gives the wanted runs, newest first, and opens those alone that may be", async () => {
  const day = (at: number) => `202601${String(at).padStart(2, "0")}t120000-${at}`;
  const files = Array.from({ length: 20 }, (_, index) => {
    const task = index % 2 === 0 ? "run" : "search-logs";
    const end = runEnd({ status: index % 4 === 0 ? "limit" : "submitted" });
    return [`runs/${day(index + 1)}.jsonl`, recordOf(runStart("", { task }), end)] as const;
  });
  await using folder = await testFolder({
    ...Object.fromEntries(files),
    "runs/mine.jsonl": recordOf(runStart("", { startedAt: "2026-01-05T00:00:00Z" }), runEnd()),
    "runs/20260105t120000-5.document.json": "{}",
  });
  const runs = `${folder.path}/runs`;
  const ids = async (filter: Parameters<typeof listRecords>[1] = {}) =>
    (await Array.fromAsync(listRecords(runs, filter))).map(({ id }) => id);
  const all = ["mine", ...files.map((_, index) => day(20 - index))];
  assertEquals(await recordIds(runs), all);
  assertEquals(await ids(), all);
  const filter = {
    since: Date.parse("2026-01-03T12:00:00Z"),
    before: Date.parse("2026-01-07T12:00:00Z"),
  };
  assertEquals(await ids({ filter }), ["mine", day(6), day(5), day(4), day(3)]);
  assertEquals(await ids({ filter: { ...filter, tasks: ["run"] } }), [day(5), day(3)]);
  assertEquals(await ids({ filter: { ...filter, states: ["limit"] } }), [day(5)]);
  // What its name rules out is not even opened.
  await Deno.remove(`${runs}/${day(20)}.jsonl`);
  await Deno.symlink("/nowhere/at/all", `${runs}/${day(20)}.jsonl`);
  assertEquals((await ids({ filter })).length, 5);
  assertEquals(await ids({ filter: { states: ["unreadable"] } }), [day(20)]);
  assertEquals(await Array.fromAsync(listRecords(`${folder.path}/none`)), []);
});

/** Records as they are found: whole, torn, changed, foreign, and growing. */

import { assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { PageBuilder } from "../../src/view/page_builder.ts";
import { feedRecord } from "../../src/view/record_feed.ts";

const HEADER = '{"schema":"fleet-rlm.trajectory","version":1}';
const START = '{"type":"run-start","atMs":0,"runId":"r"}';
const TORN = "The last line of the record is torn: its run was stopped while it wrote";

async function withFile(
  content: string | Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ prefix: "fleet-feed-", suffix: ".jsonl" });
  try {
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const plain = (text: string) => text;

const RECORDS: readonly (readonly [name: string, content: string, notes: readonly string[]])[] = [
  ["is whole", `${HEADER}\n${START}\n`, []],
  ["has no header, as piped events", `${START}\n`, []],
  ["begins with a byte order mark", `\ufeff${HEADER}\r\n${START}\r\n`, []],
  ["is torn at the end", `${HEADER}\n${START}\n{"type":"run-`, [TORN]],
  ["ends without a line feed", `${HEADER}\n${START}`, []],
  [
    "has lines that are none",
    `${HEADER}\nno\n${START}\n\n[1]\n`,
    ["2 lines of the record cannot be read as events and were passed over, the first of them line 2"],
  ],
  [
    "is of a newer version",
    `{"schema":"fleet-rlm.trajectory","version":9}\n${START}\n`,
    ["The record is of version 9, newer than 1: what this program does not know of it is left out"],
  ],
  [
    "is of another program",
    `{"schema":"other"}\n${START}\n`,
    ['The record says that it is "other", not "fleet-rlm.trajectory"'],
  ],
];

for (const [name, content, notes] of RECORDS) {
  Deno.test(`feedRecord shows a record that ${name}`, async () => {
    await withFile(content, async (path) => {
      const builder = new PageBuilder();
      await feedRecord(path, builder, { redact: plain });
      const items = builder.after(-1);
      assertEquals(items.runs.map(({ runId }) => runId), ["r"]);
      assertEquals(items.notes.map(({ text }) => text), notes);
    });
  });
}

const NO_RECORDS: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ["nothing", ""],
  ["a header alone", `${HEADER}\n`],
  ["prose", "Once upon a time\n"],
  ["JSON that is no record", '{"a": 1}\n'],
  ["bytes", new Uint8Array(3_000_000)],
];

for (const [name, content] of NO_RECORDS) {
  Deno.test(`feedRecord refuses a file that holds ${name}`, async () => {
    await withFile(content, async (path) => {
      const feeding = feedRecord(path, new PageBuilder(), { redact: plain });
      const error = await assertRejects(() => feeding, FleetError);
      assertEquals(error.code, "input-invalid");
    });
  });
}

Deno.test("feedRecord takes secrets out of what it shows", async () => {
  const line = '{"type":"run-warn","atMs":1,"message":"the key is hunter2-hunter2"}';
  await withFile(`${START}\n${line}\n`, async (path) => {
    const builder = new PageBuilder();
    const redact = (text: string) => text.replaceAll("hunter2-hunter2", "[REDACTED]");
    await feedRecord(path, builder, { redact });
    assertEquals(builder.after(-1).notes[0]?.text, "the key is [REDACTED]");
  });
});

Deno.test("feedRecord goes on with a file that grows, line by whole line", async () => {
  await withFile(`${HEADER}\n`, async (path) => {
    const builder = new PageBuilder();
    const more = [START.slice(0, 9), `${START.slice(9)}\n{"type":`, '"run-end","atMs":5}\n'];
    const seen: number[] = [];
    await feedRecord(path, builder, {
      redact: plain,
      onEnd: async () => {
        seen.push(builder.seen);
        const next = more.shift();
        if (next === undefined) return "done";
        await Deno.writeTextFile(path, next, { append: true });
        return "more";
      },
    });
    assertEquals(seen, [1, 1, 2, 3]);
    assertEquals([builder.isOver, builder.after(-1).notes], [true, []]);
  });
});

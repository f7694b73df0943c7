import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/run_event.ts";
import { parseTrajectory, readTrajectory } from "../../src/rlm/read_trajectory.ts";
import { openTrajectory } from "../../src/rlm/trajectory.ts";
import { createRedactor } from "../../src/text/redact.ts";
import { planned } from "../fakes/scripted_model.ts";
import { startRun } from "./run_fixture.ts";

const HEADER = '{"schema":"fleet-rlm.trajectory","version":1}\n';
const WARN = (message: string): RunEvent => ({ type: "run-warn", message, atMs: 1 });

async function withFolder(body: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openTrajectory records a whole run that readTrajectory gives back", () =>
  withFolder(async (folder) => {
    const path = `${folder}/deep/er/run.jsonl`;
    using trajectory = openTrajectory(path);
    const run = startRun({
      replies: [planned("SUBMIT(1)")],
      cells: [[{ submit: { answer: "x" } }]],
      options: { listeners: [trajectory.listener] },
    });
    await run.result;
    const recorded = await readTrajectory(path);
    assertEquals([recorded.version, recorded.torn], [1, false]);
    assertEquals(recorded.events, run.events);
    assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  }));

Deno.test("openTrajectory writes each event at once, one a line", () =>
  withFolder((folder) => {
    const path = `${folder}/run.jsonl`;
    const trajectory = openTrajectory(path);
    assertEquals(Deno.readTextFileSync(path), HEADER);
    trajectory.listener(WARN("one\ntwo"));
    const line = '{"type":"run-warn","message":"one\\ntwo","atMs":1}\n';
    assertEquals(Deno.readTextFileSync(path), HEADER + line);
    trajectory.close();
    trajectory.close();
    trajectory.listener(WARN("late"));
    assertEquals(Deno.readTextFileSync(path), HEADER + line);
  }));

Deno.test("openTrajectory keeps big integers exact and says what JSON cannot", () =>
  withFolder(async (folder) => {
    const path = `${folder}/run.jsonl`;
    using trajectory = openTrajectory(path);
    const end = {
      type: "run-end",
      iterations: 1,
      llmCalls: 0,
      usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0 },
      atMs: 1,
    } as const;
    trajectory.listener({ ...end, outputs: { big: 2n ** 70n, nan: NaN, text: "\ud800" } });
    const [event] = (await readTrajectory(path)).events;
    assert(event?.type === "run-end");
    assertEquals(event.outputs, { big: 2n ** 70n, nan: "NaN", text: "\ud800" });
  }));

Deno.test("openTrajectory writes no secret, however JSON would escape it", () =>
  withFolder((folder) => {
    const path = `${folder}/run.jsonl`;
    const secret = 'pass"word\\with\nescapes';
    using trajectory = openTrajectory(path, { redact: createRedactor([secret]) });
    trajectory.listener(WARN(`key is ${secret}!`));
    const text = Deno.readTextFileSync(path);
    assert(!text.includes("escapes"));
    assertStringIncludes(text, "key is ");
  }));

const UNWRITABLE: readonly (readonly [string, (folder: string) => string])[] = [
  ["a folder", (folder) => folder],
  ["a file in a file", (folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "x");
    return `${folder}/file/run.jsonl`;
  }],
  ["a file that holds something", (folder) => {
    Deno.writeTextFileSync(`${folder}/old.jsonl`, HEADER);
    return `${folder}/old.jsonl`;
  }],
];

for (const [what, prepare] of UNWRITABLE) {
  Deno.test(`openTrajectory refuses ${what}`, () =>
    withFolder((folder) => {
      const path = prepare(folder);
      const error = assertThrows(() => openTrajectory(path), FleetError, "Cannot write trajectory");
      assertEquals(error.code, "trajectory-unwritable");
    }));
}

Deno.test({
  name: "openTrajectory warns once when the disk is full, and the run goes on",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const warnings: string[] = [];
    assertThrows(() => openTrajectory("/dev/full"), FleetError, "Cannot write trajectory");
    await withFolder((folder) => {
      const trajectory = openTrajectory(`${folder}/run.jsonl`, {
        onWarn: (message) => warnings.push(message),
        redact: () => {
          throw new Error("No space left on device");
        },
      });
      trajectory.listener(WARN("a"));
      trajectory.listener(WARN("b"));
      trajectory.close();
      assertEquals(Deno.readTextFileSync(trajectory.path), HEADER);
    });
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0]!, "No space left on device");
  },
});

const LINE = '{"type":"run-warn","message":"a","atMs":1}';

const TORN: readonly (readonly [string, string, number, boolean])[] = [
  ["a whole file", `${HEADER}${LINE}\n`, 1, false],
  ["no event yet", HEADER, 0, false],
  ["a torn last line", `${HEADER}${LINE}\n${LINE.slice(0, 20)}`, 1, true],
  ["a last line without its end", `${HEADER}${LINE}`, 1, false],
];

for (const [what, text, events, torn] of TORN) {
  Deno.test(`parseTrajectory reads ${what}`, () => {
    const run = parseTrajectory(text, "x.jsonl");
    assertEquals([run.events.length, run.torn], [events, torn]);
  });
}

const INVALID: readonly (readonly [string, string, string])[] = [
  ["nothing", "", "first line does not say"],
  ["another format", '{"type":"metadata"}\n', "first line does not say"],
  ["a newer version", HEADER.replace("1}", "2}"), "version 2 is newer than 1"],
  ["a broken line in the middle", `${HEADER}${LINE.slice(0, 20)}\n${LINE}\n`, "line 2 is no event"],
  ["a line that is no event", `${HEADER}[1]\n`, "line 2 is no event"],
];

for (const [what, text, message] of INVALID) {
  Deno.test(`parseTrajectory refuses ${what}`, () => {
    const error = assertThrows(() => parseTrajectory(text, "x.jsonl"), FleetError, message);
    assertEquals(error.code, "input-invalid");
  });
}

Deno.test("readTrajectory names a file that is not there", async () => {
  const error = await assertRejects(() => readTrajectory("/no/such/file"), FleetError);
  assertEquals(error.code, "input-missing");
});

Deno.test("openTrajectory moves a long input value to a file beside the record", () =>
  withFolder(async (folder) => {
    const path = `${folder}/run.jsonl`;
    const long = "x".repeat(1_000_000);
    using trajectory = openTrajectory(path, { redact: createRedactor(["hunter2-hunter2"]) });
    const run = startRun({
      signature: "long, short -> answer",
      variables: [
        { kind: "value", name: "long", value: `${long}hunter2-hunter2` },
        { kind: "value", name: "short", value: "s" },
      ],
      replies: [planned("SUBMIT(1)")],
      cells: [[{ submit: { answer: "x" } }]],
      options: { listeners: [trajectory.listener] },
    });
    await run.result;
    const [start] = (await readTrajectory(path)).events;
    assert(start?.type === "run-start");
    const [moved, kept] = start.recipe?.inputs ?? [];
    assert(moved?.kind === "side-file" && kept?.kind === "value");
    assertEquals([moved.name, moved.path], ["long", "run.long.json"]);
    assertEquals(kept.value, "s");
    assertEquals(
      JSON.parse(await Deno.readTextFile(`${folder}/run.long.json`)),
      `${long}[REDACTED]`,
    );
    assertEquals((await Deno.stat(`${folder}/run.long.json`)).mode! & 0o777, 0o600);
  }));

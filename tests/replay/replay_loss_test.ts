/** Replays of runs in which sandboxes were lost, time was over, or calls were called off. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { CellResult } from "../../src/core/cell_result.ts";
import { crashed, type FakeCell, type FakeStep, printed } from "../fakes/fake_interpreter.ts";
import { planned, type ScriptedReply } from "../fakes/scripted_model.ts";
import { record, replayed } from "./_recorded.ts";

const SUBMIT: FakeStep = { submit: { answer: "x" } };
const REPLIES = ["one", "two", "three"].map((code) => planned(code));

/** Waits until the signal says stop. */
function stopped(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** A cell that is stopped by its time limit while it waits for a sub-query. */
async function stoppedWhileAsking({ options, query }: {
  readonly options: FakeCell["options"];
  readonly query: (signal: AbortSignal) => Promise<unknown>;
}): Promise<CellResult> {
  const ending = new AbortController();
  const asked = query(ending.signal).catch(() => {});
  setTimeout(() => ending.abort(), 0);
  await asked;
  const timeoutMs = options.timeoutMs ?? 7;
  return { ...printed("waited"), status: "timeout", timeoutMs, stateKept: true };
}

Deno.test("replayRun goes on with a new sandbox where one was lost", async () => {
  const cells = [["a", crashed("out of memory")], [SUBMIT]];
  const recorded = await record({ replies: REPLIES, cells });
  const { interpreters, replay } = replayed(recorded, cells);
  assertEquals((await replay).warnings, 0);
  assertEquals(interpreters.length, 2);
});

Deno.test("replayRun bears that a lost sandbox is not lost again", async () => {
  const recorded = await record({
    replies: REPLIES,
    cells: [["a", crashed("out of memory")], [SUBMIT]],
  });
  const { interpreters, replay, warnings } = replayed(recorded, [["a", "fine now"], [SUBMIT]]);
  assertEquals((await replay).result?.status, "submitted");
  assertStringIncludes(warnings.join(), "recorded: crashed\n  now:      ok");
  assertEquals(interpreters.length, 2, "What came after it began in a new sandbox");
});

Deno.test("replayRun lets a called-off sub-query hang until it is called off", async () => {
  const hanging: ScriptedReply = async (_messages, { signal }) => {
    await stopped(signal);
    throw signal?.reason;
  };
  const asking: FakeStep = ({ call, options }) =>
    stoppedWhileAsking({
      options,
      query: (signal) => call("llm_query", { prompt: "p" }, signal),
    });
  const cells = [[asking, SUBMIT]];
  const recorded = await record({ replies: [REPLIES[0]!, hanging, REPLIES[1]!], cells });
  const [answers] = recorded.queries.values();
  assertEquals(answers?.map((each) => each.errorCode), ["interrupted"]);
  assertEquals((await replayed(recorded, cells).replay).warnings, 0);
});

Deno.test("replayRun gives a cell the time limit that stopped it", async () => {
  const stop = ({ options }: FakeCell): CellResult => ({
    ...printed(""),
    status: "timeout",
    timeoutMs: options.timeoutMs ?? 7,
    stateKept: true,
  });
  const recorded = await record({ replies: REPLIES, cells: [[stop, SUBMIT]] });
  let given: number | undefined;
  const { replay } = replayed(recorded, [[(cell) => {
    given = cell.options.timeoutMs;
    return stop(cell);
  }, SUBMIT]]);
  await replay;
  assertEquals(given, 7);
});

Deno.test("replayRun takes the end from the record when a limit in time was the end", async () => {
  const never: ScriptedReply = async (_messages, { brief, signal }) => {
    if (brief?.purpose === "extract") return '```json\n{"answer": "late"}\n```';
    await stopped(signal);
    throw signal?.reason;
  };
  const recorded = await record({
    replies: [REPLIES[0]!, never, never],
    cells: [["a"]],
    options: { timeoutMs: 100 },
  });
  assertEquals(recorded.limit?.limit, "time");
  const { cut, result } = await replayed(recorded, [["a"]]).replay;
  assertEquals([cut, result?.status, result?.limit], [true, "extracted", "time"]);
  assertEquals(result?.outputs, { answer: "late" });
  assertEquals(result?.iterations, 2);
});

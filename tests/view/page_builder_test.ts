/** From events to items: what is on record, in which shape, and what becomes of nonsense. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { JsonObject } from "../../src/core/json.ts";
import { PageBuilder } from "../../src/view/page_builder.ts";
import type { PageItems } from "../../src/view/page_data.ts";

/** The items of some events. */
function build(...events: readonly JsonObject[]): PageItems {
  const builder = new PageBuilder();
  for (const event of events) builder.take(event);
  return builder.after(-1);
}

const START: JsonObject = {
  type: "run-start",
  atMs: 0,
  runId: "r",
  task: "run",
  signature: {
    instructions: "Do it",
    inputs: [{ name: "text", type: { kind: "str" } }],
    outputs: [{ name: "rows", type: { kind: "list", items: { kind: "int" } } }],
  },
  limits: { maxIterations: 20, maxLlmCalls: "many" },
  recipe: { inputs: [{ kind: "file", name: "text", file: { path: "/a.md" } }], timeoutMs: 5_000 },
};

const REPLY = "I look.\n\n```python\nprint(1)\n```";

function planEnd(text: string, more: JsonObject = {}): JsonObject {
  const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 4, costUsd: 0.5 };
  return {
    type: "plan-end",
    atMs: 50,
    step: 1,
    messages: [{ role: "user", content: "Go" }],
    completion: { text, usage, finishReason: "stop", ...more },
    durationMs: 40,
  };
}

Deno.test("PageBuilder knows a run by its events", () => {
  const { runs: [run] } = build(
    START,
    {
      type: "variable-bind",
      atMs: 5,
      variables: [{ name: "text", type: "str", chars: 9, head: "a", tail: "z" }],
    },
    {
      type: "run-end",
      atMs: 99,
      status: "submitted",
      outputs: { rows: [1, 2] },
      iterations: 3,
      llmCalls: 7,
      usage: { inputTokens: 1, outputTokens: 2, cachedTokens: 0, unpricedCalls: 1 },
    },
  );
  assertEquals(run?.inputs, [
    { name: "text", type: "str", chars: 9, head: "a", tail: "z", source: "/a.md" },
  ]);
  assertEquals(run?.outputs, [
    { name: "rows", type: "list[int]", kind: "list", text: "[\n  1,\n  2\n]", items: ["1", "2"] },
  ]);
  assertEquals([run?.status, run?.startMs, run?.endMs], ["submitted", 0, 99]);
  assertEquals(run?.totals, {
    turns: 3,
    calls: 7,
    usage: { input: 1, output: 2, cached: 0, isPartlyUnpriced: true },
  });
  assertEquals([run?.limits, run?.timeoutMs], [{ maxIterations: 20 }, 5_000]);
});

Deno.test("PageBuilder takes a reply apart and puts it together with what came of its code", () => {
  const { turns: [turn] } = build(
    { type: "step-start", atMs: 10, step: 1 },
    planEnd(`<think>Hm.</think>${REPLY}`, { isCached: true }),
    { type: "code-start", atMs: 51, step: 1, code: "print(1)" },
    {
      type: "code-end",
      atMs: 60,
      step: 1,
      result: {
        status: "timeout",
        output: { text: "1\n", chars: 2, omittedChars: 0 },
        timeoutMs: 2_000,
        stateKept: true,
        durationMs: 9,
        changes: [{ name: "x", kind: "added", type: "int" }],
      },
    },
  );
  assertEquals([turn?.thought, turn?.prose, turn?.code], ["Hm.", "I look.", "print(1)"]);
  assertEquals([turn?.isCached, turn?.isEdited, turn?.remark], [true, false, ""]);
  assertEquals([turn?.startMs, turn?.plannedMs, turn?.planMs, turn?.endMs], [10, 50, 40, 60]);
  assertEquals(turn?.cell?.problem, "Stopped at its time limit of 2 s; its variables were kept");
  assertEquals(turn?.replyCode, undefined);
});

Deno.test("PageBuilder says what is odd about a reply", () => {
  const { turns: [none] } = build(planEnd("No idea"));
  assertStringIncludes(none?.remark ?? "", "No code found");
  assertEquals(none?.endMs, 50);
  const { turns: [waiting] } = build(planEnd(REPLY));
  assertEquals([waiting?.replyCode, waiting?.code, waiting?.endMs], [
    "print(1)",
    undefined,
    undefined,
  ]);
  const code = { type: "code-start", atMs: 51, step: 1, code: "print(2)" };
  assertEquals(build(planEnd(REPLY), code).turns[0]?.isEdited, true);
});

Deno.test("PageBuilder joins the beginning and the end of calls, whichever it has", () => {
  const { calls, turns } = build(
    { type: "query-start", atMs: 10, step: 2, query: 1, prompt: "a?" },
    { type: "query-start", atMs: 11, step: 2, query: 2, prompt: "b?" },
    { type: "query-end", atMs: 20, step: 2, query: 2, error: "busy", errorCode: "model-busy" },
    { type: "query-end", atMs: 30, step: 2, query: 1, completion: { text: "A" }, durationMs: 19 },
    { type: "query-end", atMs: 40, step: 2, query: 3, completion: { text: "C" }, durationMs: 15 },
    { type: "query-start", atMs: 50, step: 2, query: 1, prompt: "again?" },
    { type: "child-start", atMs: 60, step: 2, child: "1", query: "deep?" },
    { type: "child-end", atMs: 70, step: 2, child: "1", status: "limit", error: "no answer" },
  );
  assertEquals(calls.map(({ id, prompt, reply, error }) => [id, prompt, reply, error]), [
    ["#q1", "a?", "A", ""],
    ["#q2", "b?", "", "busy"],
    ["#q3", "", "C", ""],
    ["#q1~2", "again?", "", ""],
    ["#c1", "deep?", "", "no answer"],
  ]);
  assertEquals([calls[2]?.startMs, calls[3]?.endMs], [25, undefined]);
  assertEquals(turns.map(({ id }) => id), ["#2"]);
});

Deno.test("PageBuilder tells of changes since a line, and of nothing else", () => {
  const builder = new PageBuilder();
  builder.take(START);
  builder.take({ type: "step-start", atMs: 1, step: 1 });
  const seen = builder.seen;
  assertEquals(builder.after(seen).turns, []);
  builder.take({ type: "query-start", atMs: 2, step: 1, query: 1, prompt: "a?" });
  builder.take({ type: "run-warn", atMs: 3, message: "Look out" });
  const { calls, notes, nowMs, runs, turns } = builder.after(seen);
  assertEquals([runs.length, turns.length, calls.length, notes.length, nowMs], [0, 0, 1, 1, 3]);
  assertEquals(builder.isOver, false);
  builder.take({ type: "run-end", atMs: 4 });
  assertEquals([builder.isOver, builder.after(seen).runs[0]?.status], [true, "failed"]);
});

const NONSENSE: readonly JsonObject[] = [
  {},
  { type: "toString" },
  { type: "run-start", signature: [], limits: 7, recipe: { inputs: [null, {}] }, run: "__proto__" },
  { type: "plan-end", step: "one", completion: [], messages: {} },
  { type: "code-end", step: -1, result: { error: 7, output: [], changes: "x", status: {} } },
  { type: "query-end", query: {}, step: 1e300 },
  { type: "tool-start", args: null },
  { type: "child-start", child: 7 },
  { type: "run-end", status: "won", outputs: [1], usage: { inputTokens: 1e300, outputTokens: -1 } },
  { type: "limit-reach", limit: "constructor", used: "all" },
  { type: "sandbox-start", replacement: true, capabilities: { isolation: {} }, atMs: null },
];

Deno.test("PageBuilder makes the best of events that make no sense", () => {
  for (const event of NONSENSE) {
    const items = build(START, event);
    assertEquals(items.notes.filter(({ kind }) => kind === "damaged"), [], JSON.stringify(event));
    assertEquals(items.seen, 2);
  }
  const { runs } = build(START, NONSENSE[8]!);
  assertEquals(runs[0]?.totals.usage, { input: 0, output: 0, cached: 0 });
  const unknown = build(START, { type: "new" }, { type: "new" }).notes;
  assertEquals(unknown.map(({ text }) => text), [
    'The record has an event that this program does not know: "new", 2 times',
  ]);
});

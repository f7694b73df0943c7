import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { failed } from "../fakes/fake_interpreter.ts";
import { completion, planned } from "../fakes/scripted_model.ts";
import { eventsOf, startRun, typesOf } from "./run_fixture.ts";

const LOOK = planned("print(1)");

Deno.test("runRlm extracts an answer when the turns are used up, and says so", async () => {
  const run = startRun({
    signature: "query -> answer, n: int",
    replies: [LOOK, LOOK, 'So:\n```json\n{"answer": "four", "n": "4"}\n```'],
    cells: [["1\n", "2\n"]],
    options: { limits: { maxIterations: 2 } },
  });
  const result = await run.result;
  assertEquals([result.status, result.limit, result.iterations], ["extracted", "iterations", 2]);
  assertEquals(result.outputs, { answer: "four", n: 4 });
  assertEquals(result.usage.inputTokens, 300);
  assertEquals(eventsOf(run.events, "limit-reach")[0]!.limit, "iterations");
  assertStringIncludes(eventsOf(run.events, "run-warn")[0]!.message, "extracted");
  assertEquals(typesOf(run.events).slice(-4), [
    ...["limit-reach", "extract-end", "run-warn", "run-end"],
  ]);
  assertEquals(eventsOf(run.events, "run-end")[0]!.status, "extracted");
});

Deno.test("runRlm asks for the extraction append-only, by one user message", async () => {
  const run = startRun({
    signature: "query -> answer, n: int",
    replies: [LOOK, '{"answer": "a", "n": 1}'],
    cells: [["seen this\n"]],
    options: { limits: { maxIterations: 1 } },
  });
  await run.result;
  const [turn, extract] = run.planner.requests;
  assertEquals(extract!.slice(0, turn!.length), turn);
  assertEquals(extract!.slice(turn!.length).map((message) => message.role), ["assistant", "user"]);
  const asked = extract!.at(-1)!.content;
  for (const part of ["seen this", "no more code runs", "`answer` (str)", "`n` (int)", "```json"]) {
    assertStringIncludes(asked, part);
  }
  assertEquals(run.planner.options[1]!.brief!.purpose, "extract");
  assertEquals(run.interpreters[0]!.shutdowns, 1);
});

const EXTRACTED: readonly (readonly [string, string])[] = [
  ["a fence", '```json\n{"answer": "x", "n": 1}\n```'],
  ["bare JSON", '{"answer": "x", "n": 1}'],
  ["JSON in prose", 'The outputs are {"answer": "x", "n": 1}, as seen.'],
  ["a Python dict", "```python\n{'answer': 'x', 'n': 1}\n```"],
  ["more keys", '{"answer": "x", "n": "1", "more": true}'],
  ["the last of two", '```json\n{"answer": "no", "n": 0}\n```\n```json\n{"answer":"x","n":1}\n```'],
  ["thoughts before", '<think>{"answer": 0}</think>{"answer": "x", "n": 1}'],
  ["a missing brace", '```json\n{"answer": "x", "n": 1\n```'],
];

for (const [what, reply] of EXTRACTED) {
  Deno.test(`runRlm reads an extraction from ${what}`, async () => {
    const run = startRun({
      signature: "query -> answer, n: int",
      replies: [LOOK, reply],
      options: { limits: { maxIterations: 1 } },
    });
    assertEquals((await run.result).outputs, { answer: "x", n: 1 });
  });
}

const FAILED: readonly (readonly [string, string | Error, string])[] = [
  ["prose", "I do not know.", "holds no JSON object"],
  ["a missing field", '{"answer": "x"}', "Missing output fields: ['n']"],
  ["a wrong type", '{"answer": "x", "n": "many"}', "n: expected int"],
  ["a model error", new FleetError("model-busy", "Too many requests"), "Too many requests"],
];

for (const [what, reply, reason] of FAILED) {
  Deno.test(`runRlm ends at the limit when the extraction gives ${what}`, async () => {
    const run = startRun({
      signature: "query -> answer, n: int",
      replies: [LOOK, reply],
      cells: [["seen\n"]],
      options: { limits: { maxIterations: 1 } },
    });
    const result = await run.result;
    assertEquals([result.status, result.limit, result.outputs], [
      "limit",
      "iterations",
      undefined,
    ]);
    assertEquals(result.steps.length, 1);
    assertStringIncludes(eventsOf(run.events, "extract-end")[0]!.error!, reason);
    assertStringIncludes(eventsOf(run.events, "run-warn")[0]!.message, reason);
  });
}

Deno.test("runRlm gives up after maxErrors failed turns in a row", async () => {
  const error = failed("ValueError", "no");
  const run = startRun({
    replies: [LOOK, LOOK, LOOK, "prose", LOOK, '{"answer": "x"}'],
    cells: [[error, "fine\n", error, error]],
    options: { limits: { maxErrors: 3 } },
  });
  const result = await run.result;
  assertEquals([result.status, result.limit, result.iterations], ["extracted", "errors", 5]);
  const reached = eventsOf(run.events, "limit-reach")[0]!;
  assertEquals([reached.used, reached.max], [3, 3]);
});

Deno.test("runRlm prefers a SUBMIT in the last turn to the limit", async () => {
  const run = startRun({
    replies: [LOOK, planned("SUBMIT(1)")],
    cells: [["", { submit: { answer: 1 } }]],
    options: { limits: { maxIterations: 2 } },
  });
  assertEquals((await run.result).status, "submitted");
  const last = run.planner.requests[1]!.at(-1)!.content;
  assertStringIncludes(last, "Turns left: 1 of 2. Sub-queries left: 50 of 50. This is the last");
});

Deno.test("runRlm does not run code that was cut off at the output limit", async () => {
  const run = startRun({
    replies: [completion("```python\nx = [1,", "length"), planned("SUBMIT(1)")],
    cells: [[{ submit: { answer: 1 } }]],
  });
  const { steps } = await run.result;
  assertStringIncludes(steps[0]!.output, "cut off");
  assertEquals(run.interpreters[0]!.calls.length, 1);
});

Deno.test("runRlm stops at its time, keeps its steps and still extracts", async () => {
  const run = startRun({
    replies: [
      LOOK,
      (_messages, { signal }) =>
        new Promise((_, reject) => {
          signal!.addEventListener("abort", () => reject(signal!.reason));
        }),
      '{"answer": "x"}',
    ],
    cells: [["seen\n"]],
    options: { timeoutMs: 1_000 },
  });
  const result = await run.result;
  assertEquals([result.status, result.limit, result.steps.length], ["extracted", "time", 1]);
  assert(run.interpreters[0]!.shutdowns > 0);
});

Deno.test("runRlm stops at its time when the planner does not listen, before any step", async () => {
  const run = startRun({
    replies: [() => new Promise<string>(() => {})],
    options: { timeoutMs: 20 },
  });
  const result = await run.result;
  assertEquals([result.status, result.limit, result.steps], ["limit", "time", []]);
  assertEquals(run.planner.requests.length, 1);
  assertStringIncludes(eventsOf(run.events, "run-warn")[0]!.message, "before the first turn");
});

Deno.test("runRlm gives a cell no more time than the run has", async () => {
  const limits: (number | undefined)[] = [];
  const run = startRun({
    replies: [planned("SUBMIT(1)")],
    cells: [[({ options }) => {
      limits.push(options.timeoutMs);
      return { submit: { answer: 1 } };
    }]],
    options: { timeoutMs: 60_000, cellTimeoutMs: 3_600_000 },
  });
  await run.result;
  assert(limits[0]! > 0 && limits[0]! <= 60_000);
  assert(run.interpreters[0]!.options.lifetimeMs! > 60_000);
});

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import type { PriceCall } from "../../src/lm/price.ts";
import { DivergenceError } from "../../src/replay/divergence.ts";
import { crashed, type FakeStep } from "../fakes/fake_interpreter.ts";
import { completion, planned, ScriptedModel } from "../fakes/scripted_model.ts";
import { record, replayed } from "./_recorded.ts";

const asking = (...prompts: readonly string[]): FakeStep => async ({ call }) => {
  const answers = await call("llm_query_batched", { prompts });
  return JSON.stringify(answers);
};

/** A planner with three turns; sub-queries are answered with a number of their own. */
function answers(...codes: readonly string[]) {
  return codes.map((code) => planned(code));
}

const SUBMIT: FakeStep = { submit: { answer: "x" } };

Deno.test("replayRun gives what the run gave, without any model", async () => {
  const recorded = await record({
    replies: [planned("one"), "a", "b", planned("two")],
    cells: [[asking("p", "q"), SUBMIT]],
    options: { concurrency: 1 },
  });
  const { replay, warnings } = replayed(recorded, [[asking("p", "q"), SUBMIT]]);
  const { cut, result, warnings: count } = await replay;
  assertEquals([cut, count, warnings], [false, 0, []]);
  assertEquals([result?.status, result?.outputs], ["submitted", { answer: "x" }]);
  assertEquals([result?.iterations, result?.llmCalls], [2, 2]);
  assertEquals(result?.usage, recorded.end?.usage);
});

Deno.test("replayRun answers sub-queries by their prompt, equal ones in their order", async () => {
  const recorded = await record({
    replies: [planned("one"), "first", "second", "other", planned("two")],
    cells: [[asking("p", "p", "q"), SUBMIT]],
    options: { concurrency: 1 },
  });
  const { replay, warnings } = replayed(recorded, [[asking("q", "p", "p"), SUBMIT]]);
  await replay;
  assertStringIncludes(warnings.join(), 'now:      ["other","first","second"]');
});

Deno.test("replayRun gives failed sub-queries their failure", async () => {
  const failure = new FleetError("model-rejected", "Not that one");
  const cells = [[asking("p", "q"), SUBMIT]];
  const recorded = await record({
    replies: [planned("one"), failure, "b", planned("two")],
    cells,
    options: { concurrency: 1 },
  });
  const { replay } = replayed(recorded, cells);
  assertEquals((await replay).warnings, 0);
});

interface Case {
  readonly name: string;
  readonly cells: readonly (readonly FakeStep[])[];
  readonly kind: string;
  readonly step: number;
  readonly message: string;
}

const swallowing: FakeStep = async ({ call }) => {
  await call("llm_query", { prompt: "new" }).catch(() => {});
  return "went on";
};

const CASES: readonly Case[] = [
  {
    name: "a sub-query that is not on record, even if guest code swallows it",
    cells: [[swallowing, SUBMIT]],
    kind: "query",
    step: 1,
    message: "a sub-query is not on record\n  recorded: (empty)\n  now:      new",
  },
  {
    name: "a sub-query made too often",
    cells: [[asking("p", "p"), SUBMIT]],
    kind: "query",
    step: 1,
    message: "more often than recorded",
  },
  {
    name: "another submission",
    cells: [[asking("p"), { submit: { answer: "y" } }]],
    kind: "result",
    step: 2,
    message: 'recorded, line 2:   "answer": "x"',
  },
  {
    name: "a crash",
    cells: [[crashed("gone"), SUBMIT]],
    kind: "result",
    step: 1,
    message: "recorded: ok\n  now:      crashed",
  },
];

for (const { cells, kind, message, name, step } of CASES) {
  Deno.test(`replayRun stops at ${name}`, async () => {
    const recorded = await record({
      replies: [planned("one"), "a", planned("two")],
      cells: [[asking("p"), SUBMIT]],
    });
    const { replay, interpreters } = replayed(recorded, cells);
    const error = await assertRejects(() => replay, DivergenceError);
    assertEquals([error.code, error.divergence.kind], ["replay-diverged", kind]);
    assertEquals(error.divergence.step, step);
    assertStringIncludes(error.message, `Cannot replay step ${step}: `);
    assertStringIncludes(error.message, message);
    assert(interpreters.every((each) => each.shutdowns > 0));
  });
}

Deno.test("replayRun bears other output and shows the planner what it was shown", async () => {
  const recorded = await record({
    replies: answers("one", "two"),
    cells: [["at 10:00", SUBMIT]],
  });
  const { replay, warnings } = replayed(recorded, [["at 11:00", SUBMIT]]);
  assertEquals((await replay).warnings, 1);
  assertEquals(warnings, [
    "Not as recorded, step 1: what it printed is not as recorded\n" +
    "  recorded: at 10:00\n  now:      at 11:00",
  ]);
  const strict = replayed(recorded, [["at 11:00", SUBMIT]], { strict: true });
  await assertRejects(() => strict.replay, DivergenceError, "step 1: what it printed");
});

Deno.test("replayRun serves the caller's tools by their arguments", async () => {
  const tool: HostTool = {
    name: "lookup",
    description: "Looks up",
    parameters: [{ name: "key" }, { name: "limit", default: 5 }],
    call: ({ key }) => key === "bad" ? Promise.reject(new Error("no")) : Promise.resolve([key!, 1]),
  };
  const calling = (...keys: readonly string[]): FakeStep => async ({ call }) => {
    const results = await Promise.allSettled(
      keys.map((key) => call("lookup", { limit: 5, key })),
    );
    return JSON.stringify(results.map((each) => "value" in each ? each.value : "failed"));
  };
  const recorded = await record({
    replies: answers("one", "two"),
    cells: [[calling("a", "bad"), SUBMIT]],
    options: { tools: [tool] },
  });
  const cells = [[calling("bad", "a"), SUBMIT]];
  const { replay, warnings } = replayed(recorded, cells);
  assertEquals((await replay).result?.status, "submitted");
  assertStringIncludes(warnings.join(), 'now:      ["failed",["a",1]]');
  const other = replayed(recorded, [[calling("z"), SUBMIT]]);
  const error = await assertRejects(() => other.replay, DivergenceError);
  assertStringIncludes(error.message, 'a call of tool "lookup" is not on record');
  assertStringIncludes(error.message, 'lookup({"limit":5,"key":"z"})');
});

Deno.test("replayRun extracts at a limit as the run did", async () => {
  const recorded = await record({
    replies: [planned("one"), completion('```json\n{"answer": "y"}\n```')],
    cells: [["a"]],
    options: { limits: { maxIterations: 1 } },
  });
  const { result } = await replayed(recorded, [["a"]]).replay;
  assertEquals([result?.status, result?.limit], ["extracted", "iterations"]);
  assertEquals(result?.outputs, { answer: "y" });
});

Deno.test("replayRun admits calls under a limit on cost as the run did", async () => {
  const cells = [[asking("p"), SUBMIT]];
  const priceCall: PriceCall = (_, { inputTokens, outputTokens }) =>
    (inputTokens + 2 * outputTokens) / 1_000_000;
  const limits = { maxCostUsd: 0.5 };
  const recorded = await record({
    replies: [planned("one"), "a", planned("two")],
    cells,
    options: { priceCall, limits },
  });
  assertEquals(recorded.start.recipe.prices, { "scripted/test": { input: 1, output: 2 } });
  const { result, warnings } = await replayed(recorded, cells).replay;
  assertEquals([result?.status, warnings], ["submitted", 0]);
});

Deno.test("replayRun admits calls of models that can be bound as the run did", async () => {
  const cells = [[asking("p", "q", "r", "s"), SUBMIT]];
  const replies = [planned("one"), "a", "b", "c", "d", planned("two")];
  // By the guess for models that cannot be bound, the batch would not fit.
  for (const [bound, recordedAs] of [[300, 300], [Infinity, null]] as const) {
    const planner = Object.assign(new ScriptedModel(replies), { maxOutputTokens: bound });
    const limits = { maxOutputTokens: bound === 300 ? 2_500 : 4_000 };
    const recorded = await record({ replies: [], cells, options: { planner, limits } });
    assertEquals(recorded.end?.status, "submitted", JSON.stringify(recorded.end));
    assertEquals(recorded.start.recipe.replyBounds, { "scripted/test": recordedAs });
    const { result, warnings } = await replayed(recorded, cells).replay;
    assertEquals([result?.status, warnings], ["submitted", 0]);
  }
});

Deno.test("replayRun fails as the run did when its planner failed", async () => {
  const recorded = await record({
    replies: [planned("one"), new FleetError("model-auth", "No such key")],
    cells: [["a"]],
  });
  const { replay } = replayed(recorded, [["a"]]);
  const error = await assertRejects(() => replay, FleetError, "No such key");
  assertEquals(error.code, "model-auth");
});

Deno.test("replayRun ends where a killed run does", async () => {
  const recorded = await record({
    replies: answers("one", "two"),
    cells: [["a", SUBMIT]],
    edit: (event) =>
      event.type === "run-end" || (event.type === "code-end" && event.step === 2)
        ? undefined
        : event,
  });
  const { replay, interpreters } = replayed(recorded, [["a", SUBMIT]]);
  const { cut, result } = await replay;
  assertEquals([cut, result], [true, undefined]);
  assertEquals(interpreters[0]?.calls.length, 1, "The cell without a result did not run");
});

Deno.test("replayRun names the reply that a secret was taken out of", async () => {
  const recorded = await record({
    replies: answers("key = 'hunter2-hunter2'", "two"),
    cells: [["a", SUBMIT]],
    secrets: ["hunter2-hunter2"],
  });
  const { replay } = replayed(recorded, [["a", SUBMIT]]);
  const error = await assertRejects(() => replay, DivergenceError);
  assertStringIncludes(error.message, "step 2: ");
  assertStringIncludes(error.message, "a secret was taken out of the reply at step 1");
});

Deno.test("replayRun does not mind a secret that a cell prints", async () => {
  const cells = [["the key is hunter2-hunter2", SUBMIT]];
  const recorded = await record({
    replies: answers("one", "two"),
    cells,
    secrets: ["hunter2-hunter2"],
  });
  assertEquals((await replayed(recorded, cells).replay).warnings, 0);
});

/** Limits on tokens and cost, over whole runs. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import type { Completion } from "../../src/core/lm.ts";
import type { LimitName, RunLimits } from "../../src/core/run_event.ts";
import { planned } from "../fakes/scripted_model.ts";
import { eventsOf, startRun } from "./run_fixture.ts";

/** A reply that took so much. */
function taking(text: string, inputTokens: number, outputTokens: number): Completion {
  return {
    text,
    usage: { inputTokens, outputTokens, cachedTokens: 0 },
    finishReason: "stop",
  };
}

const LOOK = planned("print(1)");
/** Prompts of these runs are about 7,000 bytes, so about 2,000 tokens. */
const ANSWER = taking('{"answer": "x"}', 2_000, 1_000);

interface Case {
  readonly limit: LimitName;
  readonly limits: Partial<RunLimits>;
  /** What the first turn takes. */
  readonly first: Completion;
}

const CASES: readonly Case[] = [
  {
    limit: "input-tokens",
    limits: { maxInputTokens: 9_000 },
    first: taking(LOOK, 5_000, 10),
  },
  {
    limit: "output-tokens",
    limits: { maxOutputTokens: 3_900 },
    first: taking(LOOK, 2_000, 1_500),
  },
  {
    limit: "cost",
    limits: { maxCostUsd: 0.039 },
    first: taking(LOOK, 2_000, 1_500),
  },
];

/** A cent for a thousand tokens of output. */
const priceCall = (_model: string, usage: { readonly outputTokens: number }): number =>
  usage.outputTokens / 100_000;

for (const { limit, limits, first } of CASES) {
  Deno.test(`runRlm stops at the limit on ${limit} while an answer can still be extracted`, async () => {
    const run = startRun({
      replies: [first, ANSWER],
      cells: [["seen\n", "seen\n"]],
      options: { limits, priceCall },
    });
    const result = await run.result;
    assertEquals([result.status, result.limit, result.iterations], ["extracted", limit, 1]);
    assertEquals(result.outputs, { answer: "x" });
    assertEquals(eventsOf(run.events, "limit-reach").map((event) => event.limit), [limit]);
    const max = Object.values(limits)[0]!;
    assertStringIncludes(eventsOf(run.events, "run-warn")[0]!.message, ` of ${max}) without a SUB`);
  });
}

Deno.test("runRlm ends without an answer when extracting one does not fit any more", async () => {
  const run = startRun({
    replies: [taking(LOOK, 100, 9_000)],
    cells: [["seen\n"]],
    options: { limits: { maxOutputTokens: 9_500 } },
  });
  const result = await run.result;
  assertEquals([result.status, result.limit, result.steps.length], ["limit", "output-tokens", 1]);
  assertStringIncludes(
    eventsOf(run.events, "run-warn")[0]!.message,
    'asking for one does not fit the limit "output-tokens"',
  );
});

Deno.test("runRlm ends before its first turn when that does not fit", async () => {
  const run = startRun({ replies: [], options: { limits: { maxInputTokens: 100 } } });
  const result = await run.result;
  assertEquals([result.status, result.limit, result.iterations], ["limit", "input-tokens", 0]);
  assertEquals(run.planner.requests.length, 0);
  assert(run.interpreters[0]!.shutdowns > 0);
});

Deno.test("llm_query_batched is refused whole when its tokens do not fit, and the run goes on", async () => {
  const prompts = Array.from({ length: 10 }, () => "word ".repeat(2_000));
  const run = startRun({
    replies: [taking(LOOK, 2_000, 100), taking(planned("SUBMIT(1)"), 2_000, 100)],
    cells: [[
      async (cell) =>
        String(await cell.call("llm_query_batched", { prompts }).catch((error) => error.message)),
      { submit: { answer: "done" } },
    ]],
    options: { limits: { maxInputTokens: 30_000 } },
  });
  const result = await run.result;
  assertEquals([result.status, result.llmCalls], ["submitted", 0]);
  assertStringIncludes(result.steps[0]!.output, "Input token limit exceeded: ");
  assertStringIncludes(result.steps[0]!.output, " > 30,000. Use Python code for aggregation");
  assertEquals(eventsOf(run.events, "limit-reach").map((event) => event.limit), ["input-tokens"]);
});

Deno.test("runRlm counts cached tokens and cost over planner and sub-queries", async () => {
  const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 4, costUsd: 0.25 };
  const replied = (text: string): Completion => ({ text, usage, finishReason: "stop" });
  const run = startRun({
    replies: [replied(planned("x")), replied("sub")],
    cells: [[async (cell) => {
      await cell.call("llm_query", { prompt: "p" });
      return { submit: { answer: "x" } };
    }]],
  });
  assertEquals((await run.result).usage, {
    inputTokens: 20,
    outputTokens: 10,
    cachedTokens: 8,
    costUsd: 0.5,
  });
});

Deno.test("runRlm refuses a limit on cost that it could not keep", async () => {
  for (const priceCall of [undefined, () => undefined]) {
    const run = startRun({
      replies: [],
      options: { limits: { maxCostUsd: 1 }, ...(priceCall === undefined ? {} : { priceCall }) },
    });
    await assertRejects(
      () => run.result,
      UsageError,
      'Cannot limit the cost: the price of "scripted/test" is not known',
    );
  }
});

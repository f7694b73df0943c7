import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import type { JsonValue } from "../../../src/core/json.ts";
import { type LanguageModel, NO_USAGE } from "../../../src/core/lm.ts";
import type { RunEvent, RunLimits } from "../../../src/core/run_event.ts";
import { createLimiter } from "../../../src/lm/limiter.ts";
import { Emitter } from "../../../src/rlm/emitter.ts";
import { createQueryTools } from "../../../src/rlm/tools/query_tools.ts";
import { Refusals } from "../../../src/rlm/limits/refusals.ts";
import { RunAccount } from "../../../src/rlm/limits/run_account.ts";
import { DEFAULT_LIMITS } from "../../../src/rlm/limits/limit_table.ts";
import { answering, completion } from "../../fakes/scripted_model.ts";
import { eventsOf } from "../run_fixture.ts";

interface Options {
  readonly limits?: Partial<RunLimits>;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

function setUp(model: LanguageModel, options: Options = {}) {
  const events: RunEvent[] = [];
  const account = RunAccount.open({ ...DEFAULT_LIMITS, ...options.limits });
  const emitter = new Emitter([(event) => events.push(event)]);
  const [single, batched] = createQueryTools({
    model,
    limiter: createLimiter(options.concurrency ?? 4),
    account,
    refusals: new Refusals(emitter),
    emitter,
    signal: options.signal ?? new AbortController().signal,
  });
  const context = { signal: new AbortController().signal };
  return {
    account,
    events,
    ask: (prompt: JsonValue): Promise<JsonValue> => single!.call({ prompt }, context),
    askAll: (prompts: JsonValue): Promise<JsonValue> => batched!.call({ prompts }, context),
  };
}

Deno.test("llm_query gives the text of the answer and tells of it", async () => {
  const model = answering((prompt) => `re: ${prompt}`);
  const { account, ask, events } = setUp(model);
  assertEquals(await ask("hello"), "re: hello");
  assertEquals(model.requests[0], [{ role: "user", content: "hello" }]);
  assertEquals(model.options[0]!.brief, undefined);
  assertEquals([account.llmCalls, account.usage.inputTokens], [1, 100]);
  assertEquals(events.map((event) => event.type), ["query-start", "query-end"]);
  assertEquals(eventsOf(events, "query-start")[0]!.prompt, "hello");
  assertEquals(eventsOf(events, "query-end")[0]!.completion!.text, "re: hello");
});

Deno.test("llm_query raises the model's message", async () => {
  const { account, ask, events } = setUp(answering(() => new FleetError("model-busy", "Too busy")));
  await assertRejects(() => ask("hello"), FleetError, "Too busy");
  assertEquals(eventsOf(events, "query-end")[0]!.error, "Too busy");
  assertEquals(account.llmCalls, 1);
});

Deno.test("llm_query_batched keeps the order under varying delays", async () => {
  const waiting: (() => void)[] = [];
  const model = answering(async (prompt) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 4) { for (const each of waiting.splice(0).reverse()) each(); }
    });
    return prompt.toUpperCase();
  });
  const { askAll } = setUp(model, { concurrency: 4 });
  assertEquals(await askAll(["a", "b", "c", "d"]), ["A", "B", "C", "D"]);
});

Deno.test("llm_query_batched gives [ERROR] for an item that failed and the rest", async () => {
  const { account, askAll, events } = setUp(
    answering((prompt) => prompt === "b" ? new FleetError("model-rejected", "Too long") : prompt),
  );
  assertEquals(await askAll(["a", "b", "c"]), ["a", "[ERROR] Too long", "c"]);
  assertEquals(account.llmCalls, 3);
  assertEquals(eventsOf(events, "query-end").map((event) => event.query).sort(), [1, 2, 3]);
});

Deno.test("llm_query_batched passes a programming error on and asks no further", async () => {
  const model = answering((prompt) => prompt === "a" ? new RangeError("bug") : prompt);
  const { askAll } = setUp(model, { concurrency: 1 });
  await assertRejects(() => askAll(["a", "b", "c"]), RangeError, "bug");
  assertEquals(model.requests.length, 1);
});

Deno.test("llm_query refuses an answer without text", async () => {
  const { ask, askAll } = setUp(answering(() => completion("  ", "filter")));
  await assertRejects(() => ask("a"), FleetError, "Sub-model response must contain text");
  assertStringIncludes(String(await askAll(["a"])), "[ERROR] Sub-model response must contain text");
});

/** Arguments that are refused before anything is counted or asked. */
const SINGLE: readonly (readonly [JsonValue, string])[] = [
  ["", "prompt cannot be empty"],
  [" \n", "prompt cannot be empty"],
  [null, "prompt must be a str, got NoneType"],
  [["a"], "prompt must be a str, got list"],
];
const BATCHED: readonly (readonly [JsonValue, string])[] = [
  ["hello", "prompts must be a list of str, got str; for a single prompt use llm_query"],
  [null, "prompts must be a list of str, got NoneType"],
  [{ a: 1 }, "prompts must be a list of str, got dict"],
  [["a", null], "prompts[1] must be a str, got NoneType"],
  [["a", "b", 3], "prompts[2] must be a str, got int"],
  [["a", ""], "prompts[1]: prompt cannot be empty"],
];

for (const [prompt, message] of SINGLE) {
  Deno.test(`llm_query refuses ${JSON.stringify(prompt)}`, async () => {
    const model = answering(() => "x");
    const { account, ask, events } = setUp(model);
    await assertRejects(() => ask(prompt), TypeError, message);
    assertEquals([account.llmCalls, model.requests.length, events.length], [0, 0, 0]);
  });
}

for (const [prompts, message] of BATCHED) {
  Deno.test(`llm_query_batched refuses ${JSON.stringify(prompts)}`, async () => {
    const model = answering(() => "x");
    const { account, askAll, events } = setUp(model);
    await assertRejects(() => askAll(prompts), TypeError, message);
    assertEquals([account.llmCalls, model.requests.length, events.length], [0, 0, 0]);
  });
}

Deno.test("llm_query_batched answers an empty list uncounted", async () => {
  const { account, askAll } = setUp(answering(() => "x"), { limits: { maxLlmCalls: 0 } });
  assertEquals([await askAll([]), account.llmCalls], [[], 0]);
});

Deno.test("llm_query admits as many as allowed from parallel callers, not one more", async () => {
  const { ask, events } = setUp(answering((prompt) => prompt), { limits: { maxLlmCalls: 10 } });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => ask(`q${index}`)));
  assertEquals(answers.length, 10);
  await assertRejects(() => ask("more"), FleetError, "LLM call limit exceeded: 10 + 1 > 10");
  await assertRejects(() => ask("more"), FleetError, "Use Python code for aggregation");
  const reached = eventsOf(events, "limit-reach");
  assertEquals(reached.map(({ limit, used, max }) => [limit, used, max]), [["llm-calls", 10, 10]]);
});

Deno.test("llm_query_batched admits a batch whole or not at all", async () => {
  const model = answering(() => "x");
  const { account, askAll } = setUp(model, { limits: { maxLlmCalls: 3 } });
  await askAll(["a", "b"]);
  await assertRejects(() => askAll(["c", "d"]), FleetError, "exceeded: 2 + 2 > 3");
  assertEquals([account.llmCalls, model.requests.length], [2, 2]);
  assertEquals(await askAll(["c"]), ["x"]);
});

Deno.test("llm_query and its batches share one limiter", async () => {
  let [active, most] = [0, 0];
  const model = answering(async () => {
    most = Math.max(most, ++active);
    for (let tick = 0; tick < 5; tick++) await Promise.resolve();
    active--;
    return "x";
  });
  const { ask, askAll } = setUp(model, { concurrency: 3 });
  await Promise.all([askAll(Array(10).fill("a")), askAll(Array(10).fill("b")), ask("c")]);
  assertEquals(most, 3);
});

Deno.test("llm_query_batched ends when the run does, waiting items too", async () => {
  const controller = new AbortController();
  const model = answering(() => {
    controller.abort();
    return new Promise<string>(() => {});
  });
  const { askAll } = setUp(model, { concurrency: 1, signal: controller.signal });
  await assertRejects(() => askAll(["a", "b", "c"]), InterruptedError);
  assertEquals(model.requests.length, 1);
});

Deno.test("llm_query warns once of answers cut at the output limit", async () => {
  const { askAll, events } = setUp(answering(() => completion("cut off he", "length")));
  assertEquals(await askAll(["a", "b"]), ["cut off he", "cut off he"]);
  assertEquals(eventsOf(events, "run-warn").length, 1);
  assert(eventsOf(events, "query-end").every((event) => event.error === undefined));
});

Deno.test("llm_query books what was reserved for a call that was called off", async () => {
  const controller = new AbortController();
  const model = answering(() => {
    controller.abort();
    return new Promise<string>(() => {});
  });
  const { account, askAll } = setUp(model, { concurrency: 1, signal: controller.signal });
  await assertRejects(() => askAll(["a", "b"]), InterruptedError);
  const { outputTokens, estimatedCalls } = account.usage;
  assertEquals([account.llmCalls, outputTokens, estimatedCalls], [1, 1_000, 1]);
});

Deno.test("llm_query books what a failure tells, and nothing for a refusal", async () => {
  const usage = { inputTokens: 7, outputTokens: 3, cachedTokens: 0 };
  for (
    const [error, booked] of [
      [new FleetError("model-reply-invalid", "empty", { usage }), usage],
      [new FleetError("model-auth", "no"), NO_USAGE],
    ] as const
  ) {
    const { account, ask } = setUp(answering(() => error));
    await assertRejects(() => ask("a"), FleetError);
    assertEquals(account.usage, booked);
  }
});

import { assertEquals, assertRejects } from "@std/assert";
import { InterruptedError } from "../../src/core/errors.ts";
import type { Completion, Message } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { createOpenAiModel } from "../../src/lm/openai_model.ts";
import { resolveEndpoint } from "../../src/lm/endpoint.ts";
import { withRetry } from "../../src/lm/retry.ts";
import { wait } from "../../src/lm/wait.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";

const MESSAGES: readonly Message[] = [
  { role: "system", content: "Be brief" },
  { role: "user", content: "Hello" },
  { role: "assistant", content: "Yes" },
  { role: "user", content: "Now?" },
];

Deno.test("createOpenAiModel sends the conversation as it is and reads text, tokens and end", async () => {
  await using server = startOpenAiServer({
    requiredKey: "sk-test-1",
    reply: [{
      text: "Now",
      finishReason: "length",
      usage: {
        prompt_tokens: 100,
        completion_tokens: 7,
        prompt_tokens_details: { cached_tokens: 64 },
      },
    }],
  });
  const { planner, subModel } = await createModels({
    planner: "openai/gpt-4o",
    settings: { apiBase: server.url, apiKey: "sk-test-1" },
  });
  assertEquals(await planner.generate(MESSAGES), {
    text: "Now",
    usage: { inputTokens: 100, outputTokens: 7, cachedTokens: 64 },
    finishReason: "length",
  });
  assertEquals(server.requests[0]?.body, {
    model: "gpt-4o",
    messages: MESSAGES,
    max_tokens: 16_000,
  });
  assertEquals(server.requests[0]?.path, "/v1/chat/completions");
  assertEquals([planner.id, subModel === planner], ["openai/gpt-4o", true]);
});

Deno.test("createOpenAiModel bounds replies in the field that the family takes", async () => {
  await using server = startOpenAiServer({ reply: () => "ok" });
  const cases: readonly (readonly [string, string])[] = [
    ["openai/gpt-4o", "max_tokens"],
    ["gpt-4.1-mini", "max_tokens"],
    ["openai/o1", "max_completion_tokens"],
    ["openai/o3-mini", "max_completion_tokens"],
    ["openai/o4-mini-2025-04-16", "max_completion_tokens"],
    ["openai/gpt-5", "max_completion_tokens"],
    ["openai/gpt-5-mini", "max_completion_tokens"],
    ["openai/gpt-5.1", "max_completion_tokens"],
    ["openai/gpt-5-chat-latest", "max_tokens"],
    ["openai/gpt-5.1-chat-latest", "max_tokens"],
    ["openai/gpt-6.1-sol", "max_completion_tokens"],
    ["openai/omni", "max_tokens"],
    ["vllm/o1", "max_tokens"],
  ];
  for (const [planner, field] of cases) {
    const settings = { apiBase: server.url, maxTokens: 321 };
    const models = await createModels({ planner, settings });
    await models.planner.generate(MESSAGES);
    const { messages: _, model: __, ...rest } = server.requests.at(-1)?.body ?? {};
    assertEquals(rest, { [field]: 321 }, planner);
  }
});

Deno.test("createOpenAiModel leaves the reply's bound to the provider when it is 0", async () => {
  await using server = startOpenAiServer({ reply: () => "ok" });
  const settings = { apiBase: server.url, maxTokens: 0 };
  const { planner } = await createModels({ planner: "any/model", settings });
  await planner.generate(MESSAGES);
  assertEquals(Object.keys(server.requests[0]?.body ?? {}).sort(), ["messages", "model"]);
});

Deno.test("createOpenAiModel maps every kind of end and of content", async () => {
  type Finish = Completion["finishReason"];
  const cases: readonly (readonly [Record<string, unknown>, string, Finish])[] = [
    [{ message: { content: "a" }, finish_reason: "stop" }, "a", "stop"],
    [{ message: { content: "a" }, finish_reason: "eos" }, "a", "stop"],
    [{ message: { content: "a" }, finish_reason: "content_filter" }, "a", "filter"],
    [{ message: { content: "a" }, finish_reason: "tool_calls" }, "a", "other"],
    [{ message: { content: "a" }, finish_reason: null }, "a", "other"],
    [{ message: { content: "a" } }, "a", "other"],
    [{ message: { content: null, refusal: "No" }, finish_reason: "stop" }, "No", "filter"],
    [
      { message: { content: [{ type: "thinking" }, { type: "text", text: "b" }] } },
      "b",
      "other",
    ],
  ];
  await using server = startOpenAiServer({
    reply: (_, index) => ({ body: { choices: [cases[index]?.[0]] } }),
  });
  const settings = { apiBase: server.url };
  const { planner } = await createModels({ planner: "any/model", settings });
  for (const [_, text, finishReason] of cases) {
    const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };
    assertEquals(await planner.generate(MESSAGES), { text, usage, finishReason });
  }
});

Deno.test("createOpenAiModel ends its request at once when aborted", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = startOpenAiServer({
    reply: () => {
      arrived.resolve();
      return { hang: true };
    },
  });
  const settings = { apiBase: server.url };
  const { planner } = await createModels({ planner: "any/model", settings });
  const abort = new AbortController();
  const call = planner.generate(MESSAGES, { signal: abort.signal });
  await arrived.promise;
  abort.abort();
  await assertRejects(() => call, InterruptedError);
  await assertRejects(() => planner.generate(MESSAGES, { signal: abort.signal }), InterruptedError);
  for (let i = 0; i < 2_000 && server.abandoned === 0; i++) await wait(1);
  assertEquals([server.requests.length, server.abandoned], [1, 1]);
});

Deno.test("createOpenAiModel with withRetry gets through a bad patch over real HTTP", async () => {
  await using server = startOpenAiServer({
    reply: [
      { status: 429, headers: { "retry-after-ms": "2" } },
      { status: 503 },
      { cut: true },
      { malformed: true },
      { text: "" },
      { body: { error: { code: 502, message: "upstream" } } },
      "through",
    ],
  });
  const endpoint = resolveEndpoint("any/model", { settings: { apiBase: server.url } });
  const model = withRetry(createOpenAiModel(endpoint), { baseDelayMs: 1, maxAttempts: 7 });
  assertEquals((await model.generate(MESSAGES)).text, "through");
  assertEquals(server.requests.length, 7);
});

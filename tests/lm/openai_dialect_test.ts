import { assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { GenerateOptions, Message, PlannerBrief } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import type { ModelSettings } from "../../src/lm/model_settings.ts";
import {
  type ChatRequestBody,
  type OpenAiServer,
  type ServerReply,
  startOpenAiServer,
} from "../fakes/openai_server.ts";

const MESSAGES: readonly Message[] = [
  { role: "system", content: "Write Python" },
  { role: "user", content: "Go" },
  { role: "assistant", content: "Gone" },
  { role: "user", content: "Now?" },
];
const BRIEF: PlannerBrief = {
  instructions: "",
  variables: [],
  outputs: [],
  purpose: "turn",
  turn: 1,
};

/** Asks the same model `times` times. */
async function ask(
  server: OpenAiServer,
  options: GenerateOptions & { readonly model: string; readonly times?: number },
): Promise<void> {
  const { model, times = 1, ...call } = options;
  const settings: ModelSettings = {
    apiBase: server.url,
    apiKey: "k",
    maxTokens: 9,
    maxAttempts: 1,
  };
  const { planner } = await createModels({ planner: model, settings });
  for (let i = 0; i < times; i++) await planner.generate(MESSAGES, call);
}

const refuse = (message: unknown, status = 400): ServerReply => ({
  status,
  body: { error: { message, param: null } },
});

const LESSONS: readonly {
  readonly name: string;
  readonly model: string;
  readonly refuses: (body: ChatRequestBody) => ServerReply | undefined;
  readonly learnt: (body: ChatRequestBody) => unknown;
}[] = [
  {
    name: "max_tokens",
    model: "openai/new-model",
    refuses: ({ max_tokens }) =>
      max_tokens === undefined ? undefined : refuse(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      ),
    learnt: ({ max_tokens, max_completion_tokens }) => [max_tokens, max_completion_tokens],
  },
  {
    name: "max_completion_tokens",
    model: "azure/gpt-5",
    refuses: ({ max_completion_tokens }) =>
      max_completion_tokens === undefined ? undefined : refuse(
        { detail: [{ type: "extra_forbidden", loc: ["body", "max_completion_tokens"] }] },
        422,
      ),
    learnt: ({ max_tokens, max_completion_tokens }) => [max_completion_tokens, max_tokens],
  },
  {
    name: "a system message",
    model: "any/small",
    refuses: ({ messages }) =>
      messages[0]?.role === "system"
        ? refuse("Developer instruction is not enabled for models/small")
        : undefined,
    learnt: ({ messages }) =>
      messages.map(({ role, content }) => `${role}: ${content}`).join("|") ===
          "user: Write Python\n\nGo|assistant: Gone|user: Now?"
        ? [undefined, 9]
        : messages,
  },
];

for (const { name, model, refuses, learnt } of LESSONS) {
  Deno.test(`createOpenAiModel learns once and for all that a server refuses ${name}`, async () => {
    await using server = startOpenAiServer({ reply: ({ body }) => refuses(body) ?? "ok" });
    await ask(server, { model, times: 2 });
    assertEquals(server.requests.length, 3);
    for (const { body } of server.requests.slice(1)) assertEquals(learnt(body), [undefined, 9]);
  });
}

Deno.test("createOpenAiModel asks no second time when a refusal stays or teaches nothing", async () => {
  const cases: readonly (readonly [message: string, requests: number])[] = [
    ["max_tokens is too large", 1],
    ["max_completion_tokens is too large: this model supports at most 8", 1],
    ["This model is for streams only: set stream to true", 1],
    ["Unknown field cache_control", 1],
    ["Use 'max_completion_tokens' instead", 2],
    ["The system prompt is not allowed", 2],
  ];
  for (const [message, requests] of cases) {
    await using server = startOpenAiServer({ reply: () => refuse(message) });
    const error = await assertRejects(() => ask(server, { model: "any/m" }), FleetError);
    assertEquals([error.code, server.requests.length], ["model-rejected", requests], message);
  }
});

Deno.test("createOpenAiModel sends no system message to models that take none", async () => {
  await using server = startOpenAiServer({ reply: () => "ok" });
  await ask(server, { model: "google/gemma-3-27b-it" });
  assertEquals(server.requests[0]?.body.messages, [
    { role: "user", content: "Write Python\n\nGo" },
    { role: "assistant", content: "Gone" },
    { role: "user", content: "Now?" },
  ]);
});

Deno.test("createOpenAiModel marks the prefix that the next turn repeats, for planners alone", async () => {
  await using server = startOpenAiServer({ reply: () => "ok" });
  const model = "openrouter/anthropic/claude-opus-5";
  await ask(server, { model, brief: BRIEF });
  await ask(server, { model });
  await ask(server, { model: "openrouter/openai/gpt-5", brief: BRIEF });
  const mark = (text: string) => [{ type: "text", text, cache_control: { type: "ephemeral" } }];
  const [marked, ...others] = server.requests.map(({ body }) => body.messages as unknown);
  assertEquals(marked, [
    { role: "system", content: mark("Write Python") },
    { role: "user", content: "Go" },
    { role: "assistant", content: "Gone" },
    { role: "user", content: mark("Now?") },
  ]);
  assertEquals(others, [MESSAGES, MESSAGES]);
});

Deno.test("createOpenAiModel calls a deployment of Azure with its own header and version", async () => {
  await using server = startOpenAiServer({ reply: () => "ok" });
  const root = server.url.replace("/v1", "");
  const settings = { apiBase: root, apiKey: "secret-1" };
  const { planner } = await createModels({ planner: "azure/my deployment", settings });
  await planner.generate(MESSAGES);
  const [request] = server.requests;
  assertEquals(request?.path, "/openai/deployments/my%20deployment/chat/completions");
  assertEquals(request?.query, "?api-version=2024-10-21");
  assertEquals(request?.headers["api-key"], "secret-1");
  assertEquals(request?.headers["authorization"], undefined);
});

Deno.test("createOpenAiModel reads what a call cost where replies tell it", async () => {
  const usage = { prompt_tokens: 3, completion_tokens: 2, cost: 0.25 };
  await using server = startOpenAiServer({ reply: () => ({ text: "ok", usage }) });
  const settings = { apiBase: server.url };
  const costs: (number | undefined)[] = [];
  for (const planner of ["openrouter/m", "groq/m"]) {
    const models = await createModels({ planner, settings });
    costs.push((await models.planner.generate(MESSAGES)).usage.costUsd);
  }
  assertEquals(costs, [0.25, undefined]);
});

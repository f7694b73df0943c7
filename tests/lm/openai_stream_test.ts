import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, InterruptedError } from "../../src/core/errors.ts";
import type { Completion, GenerateOptions, Message } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { wait } from "../../src/lm/wait.ts";
import { createReplyWatch } from "../../src/rlm/reply/reply_watch.ts";
import { type OpenAiServer, type ServerReply, startOpenAiServer } from "../fakes/openai_server.ts";

const MESSAGES: readonly Message[] = [
  { role: "system", content: "Write Python" },
  { role: "user", content: "Go" },
];
const BLOCK = "Look first.\n```python\nprint(1)\n```";
const USAGE = { prompt_tokens: 100, completion_tokens: 7 };
const TOKENS = { inputTokens: 100, outputTokens: 7, cachedTokens: 0 };

async function ask(
  server: OpenAiServer,
  options: GenerateOptions & { readonly stream?: boolean; readonly model?: string } = {},
): Promise<Completion> {
  const { stream, model = "any/model", ...call } = options;
  const { planner } = await createModels({
    planner: model,
    settings: {
      apiBase: server.url,
      maxAttempts: 1,
      ...(stream === undefined ? {} : { stream }),
    },
  });
  return await planner.generate(MESSAGES, { watchReply: createReplyWatch(), ...call });
}

/** Until the server has learnt that its reader has gone. */
async function abandoned(server: OpenAiServer): Promise<number> {
  for (let i = 0; i < 2_000 && server.abandoned === 0; i++) await wait(1);
  return server.abandoned;
}

Deno.test("createOpenAiModel ends a stream when the code is complete and the reply goes on", async () => {
  const pieces = [`${BLOCK}\n`, "\nThe output", " is 1, so"];
  await using server = startOpenAiServer({
    reply: () => ({ streamed: { pieces, holdAfter: 2 }, usage: USAGE }),
  });
  assertEquals(await ask(server), {
    text: BLOCK,
    usage: { inputTokens: 4, outputTokens: 9, cachedTokens: 0, estimatedCalls: 1 },
    finishReason: "stop",
  });
  assertEquals(await abandoned(server), 1);
  assertEquals(server.requests[0]?.body.stream_options, { include_usage: true });
});

Deno.test("createOpenAiModel counts tokens that were reported before it ended a stream", async () => {
  const pieces = [`${BLOCK}\n`, "And", " so on"];
  await using server = startOpenAiServer({
    reply: () => ({ streamed: { pieces, holdAfter: 2, usageInAll: true }, usage: USAGE }),
  });
  assertEquals(await ask(server), { text: BLOCK, usage: TOKENS, finishReason: "stop" });
  assertEquals(await abandoned(server), 1);
});

Deno.test("createOpenAiModel gives the same reply streamed and unstreamed when it ends by itself", async () => {
  await using server = startOpenAiServer({
    reply: () => ({ text: `${BLOCK}\n`, usage: USAGE, finishReason: "stop" }),
  });
  const streamed = await ask(server);
  const plain = await ask(server, { stream: false });
  assertEquals(streamed, plain);
  assertEquals(streamed, { text: `${BLOCK}\n`, usage: TOKENS, finishReason: "stop" });
  assertEquals(server.requests.map(({ body }) => body.stream), [true, undefined]);
  assertEquals(server.abandoned, 0);
});

Deno.test("createOpenAiModel does not stream a call that nobody watches", async () => {
  await using server = startOpenAiServer({ reply: () => ({ text: "ok" }) });
  const { planner } = await createModels({
    planner: "any/model",
    settings: { apiBase: server.url },
  });
  await planner.generate(MESSAGES);
  assertEquals(server.requests[0]?.body.stream, undefined);
});

const ACCENTS: readonly (readonly [name: string, reply: ServerReply, expected: Completion])[] = [
  [
    "a server that does not know streams",
    { text: BLOCK, usage: USAGE, streamed: { ignoresStream: true } },
    { text: BLOCK, usage: TOKENS, finishReason: "stop" },
  ],
  [
    "a reply that was cut at the token limit",
    { text: BLOCK, usage: USAGE, finishReason: "length" },
    { text: BLOCK, usage: TOKENS, finishReason: "length" },
  ],
  [
    "deltas with parts, thoughts and a refusal",
    {
      streamed: {
        events: [
          '{"choices":[{"delta":{"reasoning_content":"hm"}}]}',
          '{"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"type":"thinking"}]}}]}',
          '{"choices":[{"delta":{"content":null,"refusal":"No"}}]}',
          '{"choices":[{"delta":{},"finish_reason":"stop"}]}',
          '{"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":7}}',
        ],
      },
    },
    { text: "a", usage: TOKENS, finishReason: "stop" },
  ],
];

for (const [name, reply, expected] of ACCENTS) {
  Deno.test(`createOpenAiModel reads the stream of ${name}`, async () => {
    await using server = startOpenAiServer({ reply: () => reply });
    assertEquals(await ask(server), expected);
  });
}

const FAILURES:
  readonly (readonly [name: string, reply: ServerReply, code: string, says: string])[] = [
    [
      "a stream that ends before the reply",
      { text: "Half a reply", streamed: { cutAfter: 2 } },
      "model-reply-invalid",
      "ended before the reply did",
    ],
    [
      "a stream with what is no JSON",
      { streamed: { events: ['{"choices": ['] } },
      "model-reply-invalid",
      "not JSON",
    ],
    [
      "a failure in the middle of a stream",
      {
        streamed: {
          events: [
            '{"choices":[{"delta":{"content":"a"}}]}',
            '{"error":{"code":503,"message":"Gone"}}',
          ],
        },
      },
      "model-busy",
      "Gone (503)",
    ],
    ["an empty stream", { text: "" }, "model-reply-invalid", "empty text"],
    ["a refusal before the stream", { status: 503 }, "model-busy", "(503)"],
  ];

for (const [name, reply, code, says] of FAILURES) {
  Deno.test(`createOpenAiModel throws ${code} for ${name}`, async () => {
    await using server = startOpenAiServer({ reply: () => reply });
    const error = await assertRejects(() => ask(server), FleetError);
    assertEquals(error.code, code);
    assertStringIncludes(error.message, says);
  });
}

Deno.test("createOpenAiModel asks again without a stream when the server refuses to stream", async () => {
  const message = "Your organization must be verified to stream this model.";
  await using server = startOpenAiServer({
    reply: ({ body }) =>
      body.stream
        ? { status: 400, body: { error: { message, param: "stream", code: "unsupported_value" } } }
        : { text: BLOCK, usage: USAGE },
  });
  assertEquals(await ask(server), { text: BLOCK, usage: TOKENS, finishReason: "stop" });
  assertEquals(server.requests.map(({ body }) => body.stream), [true, undefined]);
});

Deno.test("createOpenAiModel does not ask Mistral for what it reports unasked", async () => {
  await using server = startOpenAiServer({ reply: () => ({ text: BLOCK, usage: USAGE }) });
  await ask(server, { model: "mistral/mistral-large-latest" });
  assertEquals("stream_options" in (server.requests[0]?.body ?? {}), false);
});

Deno.test("createOpenAiModel ends a stream at once when aborted", async () => {
  const abort = new AbortController();
  await using server = startOpenAiServer({
    reply: () => ({ streamed: { pieces: ["a", "b", "c"], holdAfter: 2 } }),
  });
  const watchReply = (text: string): undefined => {
    if (text === "ab") abort.abort();
  };
  await assertRejects(() => ask(server, { signal: abort.signal, watchReply }), InterruptedError);
  assertEquals(await abandoned(server), 1);
});

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type ErrorCode, FleetError } from "../../src/core/errors.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { type ServerReply, startOpenAiServer } from "../fakes/openai_server.ts";

const KEY = "sk-very-secret-key-0001";
const MODEL = "groq/some-model";

async function failure(apiBase: string, timeoutMs = 10_000): Promise<FleetError> {
  const settings = { apiBase, apiKey: KEY, maxAttempts: 1, timeoutMs };
  const { planner } = await createModels({ planner: MODEL, settings });
  return await assertRejects(
    () => planner.generate([{ role: "user", content: "Hello" }]),
    FleetError,
  );
}

function wireError(status: number, message: string, code?: string): ServerReply {
  return { status, body: { error: { message, code } } };
}

const CASES: readonly {
  readonly name: string;
  readonly reply: ServerReply;
  readonly code: ErrorCode;
  readonly says: string;
  readonly hint?: string;
}[] = [
  {
    name: "a wrong key",
    reply: wireError(401, `Incorrect API key provided: ${KEY}.`),
    code: "model-auth",
    says: "the key was refused (401)",
    hint: "DSPY_LLM_API_KEY or DSPY_LM_API_KEY or GROQ_API_KEY",
  },
  {
    name: "a key without access",
    reply: wireError(403, `Key ${KEY} may not use this model`),
    code: "model-auth",
    says: "Key [key] may not use this model (403)",
  },
  {
    name: "a bad request",
    reply: wireError(400, "max_tokens is too large."),
    code: "model-rejected",
    says: "max_tokens is too large (400)",
  },
  {
    name: "an unknown model",
    reply: wireError(404, "No such model"),
    code: "model-rejected",
    says: "No such model (404)",
    hint: "Check the model's name",
  },
  {
    name: "an invalid request",
    reply: { status: 422, body: "plain words\nin two lines" },
    code: "model-rejected",
    says: "plain words in two lines",
  },
  {
    name: "a used-up account",
    reply: wireError(429, "You exceeded your quota", "insufficient_quota"),
    code: "model-rejected",
    says: "exceeded your quota (429)",
    hint: "billing",
  },
  { name: "a time-out", reply: { status: 408 }, code: "model-busy", says: "(408)" },
  { name: "a conflict", reply: { status: 409 }, code: "model-busy", says: "(409)" },
  { name: "too many requests", reply: { status: 429 }, code: "model-busy", says: "(429)" },
  { name: "a broken server", reply: { status: 500 }, code: "model-busy", says: "(500)" },
  { name: "an overloaded server", reply: { status: 529 }, code: "model-busy", says: "(529)" },
  {
    name: "an error under status 200",
    reply: { body: { error: { code: 429, message: "Slow down" } } },
    code: "model-busy",
    says: "Slow down (429)",
  },
  {
    name: "an error without a status under status 200",
    reply: { body: { error: { message: "Upstream failed" } } },
    code: "model-busy",
    says: "Upstream failed (502)",
  },
  {
    name: "half a JSON object",
    reply: { malformed: true },
    code: "model-reply-invalid",
    says: "not JSON",
  },
  {
    name: "a cut body",
    reply: { cut: true },
    code: "model-unreachable",
    says: "Cannot reach 'http",
  },
  {
    name: "a web page",
    reply: { body: "<html>Sign in</html>", headers: { "content-type": "text/html" } },
    code: "model-reply-invalid",
    says: "no choices",
    hint: "/v1",
  },
  {
    name: "no choices",
    reply: { body: { choices: [] } },
    code: "model-reply-invalid",
    says: "no choices",
  },
  { name: "null", reply: { body: null }, code: "model-reply-invalid", says: "no choices" },
  {
    name: "an empty text",
    reply: { text: " \n" },
    code: "model-reply-invalid",
    says: "empty text",
  },
  {
    name: "an empty text that was cut",
    reply: { text: "", finishReason: "length" },
    code: "model-reply-invalid",
    says: "cut at the token limit",
    hint: "DSPY_LM_MAX_TOKENS",
  },
];

for (const { name, reply, code, says, hint } of CASES) {
  Deno.test(`createOpenAiModel throws ${code} when the server sends ${name}`, async () => {
    await using server = startOpenAiServer({ reply: () => reply });
    const error = await failure(server.url);
    assertEquals([error.code, server.requests.length], [code, 1]);
    assertStringIncludes(error.message, says);
    assertStringIncludes(error.hint ?? "", hint ?? "");
    assertEquals(error.message.includes(MODEL), true, error.message);
    for (const text of [error.message, error.hint ?? "", Deno.inspect(error.cause)]) {
      assertEquals(text.includes(KEY), false, text);
    }
  });
}

Deno.test("createOpenAiModel throws model-unreachable and names the base when nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const base = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/v1`;
  listener.close();
  const error = await failure(base);
  assertEquals(error.code, "model-unreachable");
  assertStringIncludes(error.message, base);
  assertStringIncludes(error.message.toLowerCase(), "refused");
  assertStringIncludes(error.hint ?? "", "--api-base");
});

Deno.test("createOpenAiModel throws model-busy when the server stays silent", async () => {
  await using server = startOpenAiServer({ reply: () => ({ hang: true }) });
  const error = await failure(server.url, 50);
  assertEquals(error.code, "model-busy");
  assertStringIncludes(error.message, "none within 0.05 s");
});

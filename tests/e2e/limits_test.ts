/** Limits on tokens and cost on the command line: what was found is kept, and the limit is named. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type OpenAiServer,
  type RecordedRequest,
  type ServerReply,
  startOpenAiServer,
} from "../fakes/openai_server.ts";
import { createWorkspace } from "./_program.ts";

/** One turn that takes much, then the answer that is extracted. */
const SCRIPT = [
  {
    reply: "```python\nprint(budget())\n```",
    usage: { input_tokens: 4_000, output_tokens: 3_000, cached_tokens: 1_000 },
  },
  {
    reply: '{"answer": "as far as it got"}',
    usage: { input_tokens: 2_000, output_tokens: 500, cached_tokens: 0 },
  },
].map((line) => JSON.stringify(line)).join("\n");

/** The limit, and the options that bring it about. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ["input-tokens", ["--max-input-tokens=9000"]],
  ["output-tokens", ["--max-output-tokens=6500"]],
  // A dollar for a thousand tokens.
  ["cost", ["--max-cost=13", "--price=1000,1000,1000"]],
];

for (const [limit, options] of CASES) {
  Deno.test(`run-basic stops at ${options[0]}, keeps what it has and names the limit`, async () => {
    await using at = await createWorkspace();
    const script = await at.write("script.jsonl", SCRIPT);
    const { code, stdout, stderr } = await at.run([
      ...["run-basic", "--question=q", "--backend=local", "--json", "--strict"],
      `--model=scripted:${script}`,
      ...options,
    ]);
    assertEquals(code, 3, stderr);
    const result = JSON.parse(stdout);
    assertEquals(
      [result.answer, result.status, result.limit, result.iterations],
      ["as far as it got", "extracted", limit, 1],
    );
    assertEquals(result.usage.cached_tokens, 1_000);
    assertStringIncludes(stderr, `Stopped at the limit "${limit}"`);
  });
}

const isPlanner = ({ body }: RecordedRequest): boolean => body.messages[0]?.role === "system";

/** A planner that asks `count` questions at once and submits how many were answered. */
function serve(count: number, answer: (request: RecordedRequest) => ServerReply): OpenAiServer {
  const code = `answers = llm_query_batched([f"Say {n}" for n in range(${count})])\n` +
    'SUBMIT(answer=str(sum(not a.startswith("[ERROR]") for a in answers)))';
  return startOpenAiServer({
    reply: (request) =>
      isPlanner(request)
        ? {
          text: "```python\n" + code + "\n```",
          usage: { prompt_tokens: 100, completion_tokens: 100 },
        }
        : answer(request),
  });
}

/** Runs against the server; what came of it, and the requests that were no planner's. */
async function ask(server: OpenAiServer, ...argv: readonly string[]) {
  await using at = await createWorkspace();
  const { stdout, stderr } = await at.call([
    ...["run-basic", "--question=q", "--backend=local", "--json", "--model=openai/fake"],
    ...["--api-base", server.url, ...argv],
  ]);
  assert(stdout !== "", stderr);
  const asked = server.requests.filter((request) => !isPlanner(request));
  return { result: JSON.parse(stdout), asked, stderr };
}

/** As long as it may be. */
const endless = ({ body }: RecordedRequest): ServerReply => ({
  text: "on and on",
  finishReason: "length",
  usage: { prompt_tokens: 10, completion_tokens: Math.min(Number(body.max_tokens), 16_000) },
});

Deno.test("a batch of endless replies stays within --max-output-tokens", async () => {
  await using server = serve(4, endless);
  const { result, asked, stderr } = await ask(server, "--max-output-tokens=20000");
  assertEquals([result.answer, asked.length], ["4", 4], stderr);
  assert(result.usage.output_tokens <= 20_000, JSON.stringify(result.usage));
  assert(result.usage.output_tokens >= 8_000, JSON.stringify(result.usage));
});

Deno.test("a batch of endless replies stays within --max-cost", async () => {
  await using server = serve(4, endless);
  // A cent for a thousand tokens of output.
  const { result, asked, stderr } = await ask(server, "--max-cost=0.2", "--price=0,10");
  assertEquals([result.answer, asked.length], ["4", 4], stderr);
  assert(result.usage.cost_usd > 0.08 && result.usage.cost_usd <= 0.2, JSON.stringify(result));
});

Deno.test("requests of a run without limits on output and cost keep the model's own bound", async () => {
  await using server = serve(2, endless);
  const { asked } = await ask(server, "--max-input-tokens=1000000");
  assertEquals(asked.map(({ body }) => body.max_tokens), [16_000, 16_000]);
  assertEquals(server.requests[0]!.body.max_tokens, 16_000);
});

const empty = (): ServerReply => ({
  text: "",
  usage: { prompt_tokens: 1_000, completion_tokens: 1_000 },
});

Deno.test("empty replies are booked with every attempt", async () => {
  await using server = serve(2, empty);
  const { result, asked, stderr } = await ask(server, "--price=1,10");
  assertEquals([result.answer, asked.length], ["0", 8], stderr);
  assertEquals(result.usage, {
    input_tokens: 8_100,
    output_tokens: 8_100,
    cached_tokens: 0,
    cost_usd: 0.0891,
  });
});

Deno.test("empty replies count towards --max-output-tokens and end the run there", async () => {
  await using server = startOpenAiServer({
    reply: (request) =>
      isPlanner(request)
        ? {
          text: '```python\nprint(llm_query_batched(["a", "b"]))\n```',
          usage: { prompt_tokens: 100, completion_tokens: 100 },
        }
        : empty(),
  });
  const { result, asked } = await ask(server, "--max-output-tokens=12000");
  assertEquals(result.limit, "output-tokens");
  assert(asked.length > 2, `${asked.length}`);
  assert(result.usage.output_tokens > 1_000 * asked.length, JSON.stringify(result.usage));
  assert(result.usage.output_tokens <= 12_000, JSON.stringify(result.usage));
});

/** The real program against a model server on loopback: cost, cache, push-back and streams. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type OpenAiServer,
  type RecordedRequest,
  type ServerReply,
  startOpenAiServer,
} from "../fakes/openai_server.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

const USAGE = { prompt_tokens: 1_000, completion_tokens: 100 };
const CODE = "answers = llm_query_batched(['Say a', 'Say b', 'Say a'])\n" +
  "SUBMIT(answer=' '.join(answers))";
const BLOCK = "```python\n" + CODE + "\n```";

const isPlanner = ({ body }: RecordedRequest): boolean => body.messages[0]?.role === "system";

/** A server whose planner submits what its sub-queries answered. */
function serve(planner: ServerReply = { text: BLOCK }): OpenAiServer {
  return startOpenAiServer({
    reply: (request) =>
      isPlanner(request)
        ? { usage: USAGE, ...planner }
        : { text: `<${request.body.messages[0]?.content}>`, usage: USAGE },
  });
}

async function ask(at: Workspace, server: OpenAiServer, ...argv: readonly string[]) {
  const outcome = await at.call([
    ...["run-basic", "--question=What?", "--backend=local", "--model=openai/fake"],
    ...["--api-base", server.url, ...argv],
  ]);
  assertEquals(outcome.code, 0, outcome.stderr);
  return outcome;
}

const ANSWER = "<Say a> <Say b> <Say a>";

Deno.test("a run tells what it cost when its prices are given, and nothing otherwise", async () => {
  await using at = await createWorkspace();
  await using server = serve();
  const priced = await ask(at, server, "--json", "--price=10,100");
  assertEquals(JSON.parse(priced.stdout).usage, {
    input_tokens: 4_000,
    output_tokens: 400,
    cached_tokens: 0,
    cost_usd: 0.08,
  });
  assertStringIncludes(priced.stderr, "4,000 tokens in, 400 out, $0.08, ");
  const unpriced = await ask(at, server, "--json");
  assertEquals("cost_usd" in JSON.parse(unpriced.stdout).usage, false);
  assert(!unpriced.stderr.includes("$"));
});

Deno.test("a run with --cache asks each question once, and none that was asked before", async () => {
  await using at = await createWorkspace();
  await using server = serve();
  const asked = () => server.requests.filter((request) => !isPlanner(request)).length;
  const counts: number[] = [];
  for (const mode of ["read", "on", "on", "read", "off"]) {
    const { stdout, stderr } = await ask(at, server, "--json", `--cache=${mode}`, "--price=10,100");
    const { answer, llm_calls, usage } = JSON.parse(stdout);
    assertEquals([answer, llm_calls], [ANSWER, 3], stderr);
    counts.push(asked(), usage.input_tokens, usage.cost_usd);
  }
  // Read shares the two that are alike, the first "on" too; then there is nothing left to ask.
  assertEquals(counts, [
    ...[2, 3_000, 0.06],
    ...[4, 3_000, 0.06],
    ...[4, 1_000, 0.02],
    ...[4, 1_000, 0.02],
    ...[7, 4_000, 0.08],
  ]);
  const { stdout } = await at.call(["cache", "--json"]);
  const { entries, hits } = JSON.parse(stdout);
  assertEquals([entries, hits], [2, 3]);
});

Deno.test("a run goes on with a warning when its cache is broken", async () => {
  await using at = await createWorkspace();
  await using server = serve();
  const { stdout } = await at.call(["cache", "--json"]);
  const { path } = JSON.parse(stdout);
  await Deno.mkdir(path.replace(/[^/\\]+$/, ""), { recursive: true });
  await Deno.writeTextFile(path, "no database ".repeat(1_000));
  const outcome = await ask(at, server, "--json", "--cache=on");
  assertEquals(JSON.parse(outcome.stdout).answer, ANSWER);
  assertEquals(outcome.stderr.match(/Warning: Cannot use response cache/g)?.length, 1);
});

Deno.test("a run does not wait for what follows the planner's code", async () => {
  await using at = await createWorkspace();
  const pieces = [`${BLOCK}\n`, "\nThe answers", " are"];
  await using server = serve({ streamed: { pieces, holdAfter: 2 } });
  const { stdout, stderr } = await ask(at, server, "--json", "--price=10,100");
  const { answer, status, usage, trajectory } = JSON.parse(stdout);
  assertEquals([answer, status], [ANSWER, "submitted"]);
  assertEquals([usage.estimated_calls, "cost_usd" in usage], [1, false]);
  assertStringIncludes(stderr, "about ");
  const record = (await Deno.readTextFile(trajectory)).split("\n");
  const planned = JSON.parse(record.find((line) => line.includes('"plan-end"')) ?? "{}");
  assertEquals(planned.completion.text, BLOCK);
});

Deno.test("a run refuses prices and modes that are none before it starts", async () => {
  await using at = await createWorkspace();
  const base = ["run-basic", "--question=What?", "--backend=local", "--model=offline"];
  const cases: readonly (readonly [string[], Record<string, string>, number, string])[] = [
    [["--price=cheap"], {}, 2, 'Cannot use "cheap" for --price'],
    [["--cache=maybe"], {}, 2, 'Cannot use "maybe" for --cache'],
    [
      [],
      { FLEET_RLM_CACHE: "maybe" },
      1,
      'Cannot use FLEET_RLM_CACHE in the environment: "maybe" is no mode',
    ],
  ];
  for (const [argv, env, expected, says] of cases) {
    const { code, stderr } = await at.call([...base, ...argv], { env });
    assertEquals(code, expected, stderr);
    assertStringIncludes(stderr, says);
  }
});

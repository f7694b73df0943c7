import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { JsonObject } from "../../src/core/json.ts";
import { failed } from "../fakes/fake_interpreter.ts";
import { planned } from "../fakes/scripted_model.ts";
import { eventsOf, startRun, typesOf } from "./run_fixture.ts";

const SUBMIT = planned("SUBMIT(answer)");

Deno.test("runRlm ends at a SUBMIT with typed outputs, steps and usage", async () => {
  const run = startRun({
    replies: [planned("print(query)", "First."), planned("SUBMIT('4')", "Then.")],
    cells: [["What?\n", { submit: { answer: "4" }, printed: "sure\n" }]],
  });
  assertEquals(await run.result, {
    runId: "test-run",
    status: "submitted",
    outputs: { answer: "4" },
    iterations: 2,
    llmCalls: 0,
    usage: { inputTokens: 200, outputTokens: 20, cachedTokens: 100 },
    steps: [
      { reasoning: "First.", code: "print(query)", output: "Output (6 chars):\n```\nWhat?\n```" },
      {
        reasoning: "Then.",
        code: "SUBMIT('4')",
        output: 'Output (5 chars):\n```\nsure\n```\nFINAL: {"answer":"4"}',
      },
    ],
  });
});

Deno.test("runRlm tells everything that happens, in order", async () => {
  const run = startRun({ replies: [SUBMIT], cells: [[{ submit: { answer: "x" } }]] });
  await run.result;
  assertEquals(typesOf(run.events), [
    ...["run-start", "sandbox-start", "variable-bind", "step-start", "plan-end"],
    ...["code-start", "code-end", "run-end"],
  ]);
  const times = run.events.map((event) => event.atMs);
  assertEquals(times, times.toSorted((a, b) => a - b));
  assertMatch(eventsOf(run.events, "plan-end")[0]!.requestHash, /^[0-9a-f]{64}$/);
});

Deno.test("runRlm extends every request from the one before it, replies verbatim", async () => {
  const reply = "  Hm.\r\n```python\nprint(1)\n```\n";
  const run = startRun({
    replies: [reply, "prose only", SUBMIT],
    cells: [["1\n", { submit: { answer: "x" } }]],
  });
  await run.result;
  const [first, second, third] = run.planner.requests;
  assertEquals(first!.map((message) => message.role), ["system", "user"]);
  assertEquals(second!.slice(0, first!.length), first);
  assertEquals(third!.slice(0, second!.length), second);
  assertEquals(second![2], { role: "assistant", content: reply });
  const roles = third!.map((message) => message.role);
  assertEquals(roles, ["system", "user", "assistant", "user", "assistant", "user"]);
});

Deno.test("runRlm shows the planner no more of a document than its preview", async () => {
  const secret = "NEEDLE-IN-THE-MIDDLE";
  const text = `${"a".repeat(2_000)}${secret}${"b".repeat(2_000)}`;
  const run = startRun({
    signature: "document -> answer",
    variables: [{ kind: "value", name: "document", value: text }],
    replies: [SUBMIT],
    cells: [[{ submit: { answer: "x" } }]],
  });
  await run.result;
  const opening = run.planner.requests[0]![1]!.content;
  assert(!opening.includes(secret));
  assertStringIncludes(opening, "Total length: 4,020 characters");
  assert(opening.length < 1_600);
});

Deno.test("runRlm gives a planner that is no model its brief", async () => {
  const run = startRun({
    signature: "query -> answer: int",
    replies: [planned("x"), SUBMIT],
    cells: [["", { submit: { answer: 1 } }]],
  });
  await run.result;
  const briefs = run.planner.options.map((options) => options.brief!);
  assertEquals(briefs.map(({ purpose, turn }) => [purpose, turn]), [["turn", 1], ["turn", 2]]);
  assertEquals(briefs[0]!.variables[0]!.name, "query");
  assertEquals(briefs[0]!.outputs[0]!.type.kind, "int");
});

Deno.test("runRlm tells a cell's error and goes on", async () => {
  const run = startRun({
    replies: [planned("+++"), SUBMIT],
    cells: [[failed("SyntaxError", "invalid syntax"), { submit: { answer: "x" } }]],
  });
  const result = await run.result;
  assertEquals(result.status, "submitted");
  assertMatch(result.steps[0]!.output, /^\[Error\] SyntaxError: invalid syntax/);
  assertStringIncludes(run.planner.requests[1]!.at(-1)!.content, "invalid syntax");
});

Deno.test("runRlm keeps the bare code of a failed cell in its step", async () => {
  const run = startRun({
    replies: ["Go.\n```py\n1/0\n```\nbye", SUBMIT],
    cells: [[failed("ZeroDivisionError", "division by zero"), { submit: { answer: "x" } }]],
  });
  const { steps } = await run.result;
  assertEquals([steps[0]!.code, steps[0]!.reasoning], ["1/0", "Go.\nbye"]);
});

Deno.test("runRlm answers a reply without code and goes on", async () => {
  const run = startRun({
    replies: ["```bash\nls\n```", "I think so.", SUBMIT],
    cells: [[{ submit: { answer: "x" } }]],
  });
  const { steps, status } = await run.result;
  assertEquals(status, "submitted");
  assertMatch(steps[0]!.output, /^\[Error\] .*"bash"/);
  assertMatch(steps[1]!.output, /^\[Error\] No code found/);
  assertEquals(run.interpreters[0]!.calls.map((call) => call.code), ["SUBMIT(answer)"]);
  assertEquals(eventsOf(run.events, "code-start").map((event) => event.step), [3]);
});

Deno.test("runRlm runs only the first Python block and says so", async () => {
  const run = startRun({
    replies: ["```python\na()\n```\n```python\nSUBMIT(1)\n```", SUBMIT],
    cells: [["", { submit: { answer: "x" } }]],
  });
  await run.result;
  assertEquals(run.interpreters[0]!.calls[0]!.code, "a()");
  assertStringIncludes(
    run.planner.requests[1]!.at(-1)!.content,
    "1 other code block in your reply was ignored",
  );
});

/** Signature of the output, what SUBMIT is given, what comes out. */
const TYPED: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ["n: int", { n: "5" }, { n: 5 }],
  ["x: float", { x: "2.5" }, { x: 2.5 }],
  ["ok: bool", { ok: "yes" }, { ok: true }],
  ["l: list[int]", { l: "[1, '2']" }, { l: [1, 2] }],
  ["v: Literal['yes', 'no']", { v: "Yes" }, { v: "yes" }],
  ["d: dict[str, str]", { d: { a: 1 } }, { d: { a: "1" } }],
  ["b: int", { b: 2n ** 70n }, { b: 2n ** 70n }],
];

for (const [output, given, outputs] of TYPED) {
  Deno.test(`runRlm gives ${output} typed`, async () => {
    const run = startRun({
      signature: `query -> ${output}`,
      replies: [SUBMIT],
      cells: [[{ submit: given }]],
    });
    assertEquals((await run.result).outputs, outputs);
  });
}

Deno.test("runRlm explains a refused SUBMIT and takes the next one", async () => {
  const run = startRun({
    signature: "query -> verdict: Literal['yes', 'no'], why",
    replies: [SUBMIT, SUBMIT, SUBMIT],
    cells: [[
      { submit: { verdict: "maybe", why: "w" } },
      { submit: { verdict: "no" } },
      { submit: { verdict: "no", why: "w" } },
    ]],
  });
  const result = await run.result;
  assertEquals(result.outputs, { verdict: "no", why: "w" });
  assertStringIncludes(result.steps[0]!.output, "[Type Error] verdict: expected Literal");
  assertStringIncludes(result.steps[1]!.output, "Missing output fields: ['why']");
});

Deno.test("runRlm makes one interpreter per run and shuts it down", async () => {
  const scenario = { replies: [SUBMIT], cells: [[{ submit: { answer: "x" } }]] };
  const [one, two] = [startRun(scenario), startRun(scenario)];
  await Promise.all([one.result, two.result]);
  assertEquals([one.interpreters.length, two.interpreters.length], [1, 1]);
  assert(one.interpreters[0] !== two.interpreters[0]);
  assertEquals([one, two].map((run) => run.interpreters[0]!.shutdowns), [1, 1]);
});

Deno.test("runRlm gives the interpreter tools, contract and limits", async () => {
  const lookup = {
    name: "lookup",
    description: "",
    parameters: [],
    call: () => Promise.resolve("red"),
  };
  const run = startRun({
    replies: [SUBMIT],
    cells: [[async (cell) => ({ submit: { answer: await cell.call("lookup", {}) } })]],
    options: { tools: [lookup], limits: { maxOutputChars: 77 }, cellTimeoutMs: 1_234 },
  });
  assertEquals((await run.result).outputs, { answer: "red" });
  const { options } = run.interpreters[0]!;
  const names = options.tools!.map((tool) => tool.name);
  assertEquals(names, [
    ...["llm_query", "llm_query_batched", "rlm_query", "rlm_query_batched", "lookup", "budget"],
  ]);
  assertEquals(options.submit!.names, ["answer"]);
  assertEquals([options.maxOutputChars, options.cellTimeoutMs, options.lifetimeMs], [77, 1_234, 0]);
});

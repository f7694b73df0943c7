import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { FakeStep } from "../../fakes/fake_interpreter.ts";
import { planned, type ScriptedReply } from "../../fakes/scripted_model.ts";
import { eventsOf, type Observed, startRun } from "../run_fixture.ts";

const GO = planned("go()");
const DEEP = { limits: { maxDepth: 2 } } as const;

/** A cell that calls a tool and submits what it gives, or the error. */
function asking(tool: string, args: JsonObject): FakeStep {
  return async (cell) => {
    const answer = await cell.call(tool, args).catch((error: Error) => `${error.message}!`);
    return { submit: { answer: JSON.stringify(answer) } };
  };
}

const answering = (answer: JsonValue): FakeStep => ({ submit: { answer } });

async function answerOf(run: Observed): Promise<unknown> {
  return JSON.parse(String((await run.result).outputs!["answer"]));
}

Deno.test("rlm_query has a run of its own answer, in a sandbox of its own", async () => {
  const run = startRun({
    replies: [GO, planned("look()"), planned("SUBMIT(x)")],
    cells: [
      [asking("rlm_query", { query: "How many?", context: ["a", "b"] })],
      ["['a', 'b']\n", answering(2)],
    ],
    options: DEEP,
  });
  assertEquals(await answerOf(run), "2");
  const { iterations, llmCalls, usage } = await run.result;
  assertEquals([iterations, llmCalls, usage.inputTokens], [1, 2, 300]);
  const bound = run.interpreters[1]!.calls[0]!.variables;
  assertEquals(bound, [
    { kind: "value", name: "context", value: ["a", "b"] },
    { kind: "value", name: "query", value: "How many?" },
  ]);
});

Deno.test("rlm_query nests the child's events in the parent's, under its path", async () => {
  const run = startRun({
    replies: [GO, planned("SUBMIT(x)")],
    cells: [[asking("rlm_query", { query: "Why?" })], [answering("so")]],
    options: DEEP,
  });
  await run.result;
  assertEquals(run.events.map(({ type, run }) => `${run ?? "-"} ${type}`), [
    ...["- run-start", "- sandbox-start", "- variable-bind", "- step-start", "- plan-end"],
    ...["- code-start", "- child-start"],
    ...["1 run-start", "1 sandbox-start", "1 variable-bind", "1 step-start", "1 plan-end"],
    ...["1 code-start", "1 code-end", "1 run-end"],
    ...["- child-end", "- code-end", "- run-end"],
  ]);
  const [root, child] = eventsOf(run.events, "run-start");
  assertEquals([root!.runId, child!.runId, child!.task], ["test-run", "test-run/1", "rlm-query"]);
  assertEquals(child!.signature.inputs.map(({ name }) => name), ["query"]);
  const [start, end] = [
    eventsOf(run.events, "child-start")[0]!,
    eventsOf(run.events, "child-end")[0]!,
  ];
  assertEquals([start.child, start.step, start.query], ["1", 1, "Why?"]);
  assertEquals([end.child, end.status, end.error], ["1", "submitted", undefined]);
});

Deno.test("rlm_query shows no planner more of a context than its preview", async () => {
  const context = `${"a".repeat(2_000)}NEEDLE${"b".repeat(2_000)}`;
  const run = startRun({
    replies: [GO, planned("SUBMIT(x)")],
    cells: [[asking("rlm_query", { query: "q", context })], [answering("x")]],
    options: DEEP,
  });
  await run.result;
  const said = JSON.stringify(run.planner.requests);
  assert(!said.includes("NEEDLE"));
  assertStringIncludes(said, "Total length: 4,006 characters");
});

Deno.test("rlm_query asks a model where the tree is deepest", async () => {
  const args = { query: "How many?", context: { a: 1 } };
  const run = startRun({
    replies: [GO, planned("deeper()"), "one", planned("SUBMIT(x)")],
    cells: [[asking("rlm_query", args)], [asking("rlm_query", args)]],
    options: DEEP,
  });
  assertEquals(await answerOf(run), '"one"');
  assertEquals(run.planner.requests[2], [
    { role: "user", content: 'How many?\n\nContext:\n{\n  "a": 1\n}' },
  ]);
  const [query] = eventsOf(run.events, "query-end");
  assertEquals([query!.run, query!.query], ["1", 1]);
  assertEquals((await run.result).llmCalls, 2);
});

Deno.test("rlm_query asks a model when there are no children at all", async () => {
  const run = startRun({
    replies: [GO, "one", "two"],
    cells: [[asking("rlm_query_batched", { queries: ["a", "b"], contexts: ["x", null] })]],
    options: { concurrency: 1 },
  });
  assertEquals(await answerOf(run), ["one", "two"]);
  assertEquals(run.planner.requests[1]![0]!.content, "a\n\nContext:\nx");
  assertEquals(run.planner.requests[2]![0]!.content, "b");
  assertEquals(run.interpreters.length, 1);
});

Deno.test("rlm_query reaches the depth that is allowed and names paths by it", async () => {
  const run = startRun({
    replies: [GO, GO, planned("SUBMIT(x)")],
    cells: [
      [asking("rlm_query", { query: "a" })],
      [asking("rlm_query", { query: "b" })],
      [answering("deep")],
    ],
    options: { limits: { maxDepth: 3 } },
  });
  await run.result;
  assertEquals(eventsOf(run.events, "run-start").map(({ run }) => run), [undefined, "1", "1.1"]);
  assertEquals(eventsOf(run.events, "child-start").map(({ child }) => child), ["1", "1.1"]);
  const prompts = run.planner.requests.map((messages) => messages[0]!.content);
  assertEquals(prompts.map((prompt) => prompt.includes("rlm_query")), [true, true, false]);
});

/** Answers by what the child is asked; the planner of the parent comes first. */
function byQuery(answers: Readonly<Record<string, ScriptedReply>>): readonly ScriptedReply[] {
  const reply: ScriptedReply = (messages) => {
    const asked = Object.keys(answers).find((query) => messages[1]!.content.includes(query));
    return answers[asked ?? ""] ?? new Error("Nobody asked for this");
  };
  return [GO, ...Array.from({ length: 20 }, () => reply)];
}

Deno.test("rlm_query_batched keeps the order and gives [ERROR] for a child that failed", async () => {
  const submit = planned("SUBMIT(x)");
  const run = startRun({
    replies: byQuery({
      first: submit,
      second: new FleetError("model-rejected", "Too long"),
      third: submit,
    }),
    cells: [
      [asking("rlm_query_batched", { queries: ["first", "second", "third"] })],
      ...Array.from({ length: 8 }, () => [
        (async (cell) => {
          await Promise.resolve();
          const [variable] = cell.variables;
          return answering(variable?.kind === "value" ? variable.value : null);
        }) satisfies FakeStep,
      ]),
    ],
    options: DEEP,
  });
  assertEquals(await answerOf(run), ["first", "[ERROR] Too long", "third"]);
  const ends = eventsOf(run.events, "child-end").map(({ child, error }) => [child, error]);
  assertEquals(ends.toSorted(), [["1", undefined], ["2", "Too long"], ["3", undefined]]);
});

Deno.test("rlm_query gives the answer that a child's limit extracted", async () => {
  const run = startRun({
    replies: [GO, planned("a"), planned("b"), '{"answer": "perhaps"}'],
    cells: [[asking("rlm_query", { query: "q" })], ["1", "2"]],
    options: { limits: { maxDepth: 2, maxIterations: 2 } },
  });
  assertEquals(await answerOf(run), "perhaps");
  assertEquals(eventsOf(run.events, "child-end")[0]!.status, "extracted");
});

Deno.test("rlm_query raises when a child ends at a limit without an answer", async () => {
  const run = startRun({
    replies: [GO, planned("a"), "I do not know"],
    cells: [[asking("rlm_query", { query: "q" })], ["1"]],
    options: { limits: { maxDepth: 2, maxIterations: 1 } },
  });
  assertStringIncludes(String(await answerOf(run)), "limit on iterations without an answer!");
});

Deno.test("rlm_query_batched is refused whole when the sub-queries do not suffice", async () => {
  const run = startRun({
    replies: [GO],
    cells: [[asking("rlm_query_batched", { queries: ["a", "b", "c"] })]],
    options: { limits: { maxDepth: 2, maxLlmCalls: 5 } },
  });
  assertStringIncludes(String(await answerOf(run)), "LLM call limit exceeded: 0 + 6 > 5");
  assertEquals(run.planner.requests.length, 1);
  assertEquals(eventsOf(run.events, "limit-reach").map(({ limit }) => limit), ["llm-calls"]);
});

const REFUSED: readonly (readonly [string, JsonObject, string])[] = [
  ["rlm_query", { query: "" }, "query cannot be empty"],
  ["rlm_query", { query: 5 }, "query must be a str, got int"],
  ["rlm_query_batched", { queries: "a" }, "got str; for a single query use rlm_query(query)"],
  ["rlm_query_batched", { queries: ["a", ""] }, "queries[1]: query cannot be empty"],
  ["rlm_query_batched", { queries: ["a"], contexts: "x" }, "contexts must be a list or None"],
  ["rlm_query_batched", { queries: ["a"], contexts: [] }, "one item for each of the 1 queries"],
];

for (const [tool, args, message] of REFUSED) {
  Deno.test(`${tool} refuses ${JSON.stringify(args)}`, async () => {
    const run = startRun({ replies: [GO], cells: [[asking(tool, args)]], options: DEEP });
    assertStringIncludes(String(await answerOf(run)), message);
    assertEquals((await run.result).llmCalls, 0);
  });
}

Deno.test("rlm_query_batched answers an empty list uncounted", async () => {
  const cells = [[asking("rlm_query_batched", { queries: [] })]];
  const run = startRun({ replies: [GO], cells, options: DEEP });
  assertEquals(await answerOf(run), []);
});

Deno.test("rlm_query ends with the run that asked, and leaves no sandbox", async () => {
  const controller = new AbortController();
  const run = startRun({
    replies: [GO, () => {
      controller.abort(new InterruptedError("Stopped by the user"));
      return new Promise<string>(() => {});
    }],
    cells: [[asking("rlm_query", { query: "q" })]],
    options: { ...DEEP, signal: controller.signal },
  });
  await assertRejects(() => run.result, InterruptedError, "Stopped by the user");
  assert(run.interpreters.length >= 2);
  assert(run.interpreters.every(({ shutdowns }) => shutdowns > 0));
  const ends = eventsOf(run.events, "run-end").map(({ error, run }) => [run, error!.code]);
  assertEquals(ends, [["1", "interrupted"], [undefined, "interrupted"]]);
  assertEquals(run.events.at(-1)!.type, "run-end");
});

Deno.test("rlm_query ends with the cell that asked", async () => {
  const cell = new AbortController();
  const run = startRun({
    replies: [GO, () => new Promise<string>(() => cell.abort()), planned("SUBMIT(1)")],
    cells: [[
      async ({ call }) =>
        String(await call("rlm_query", { query: "q" }, cell.signal).catch(String)),
      answering("done"),
    ]],
    options: DEEP,
  });
  assertEquals((await run.result).outputs, { answer: "done" });
  assertEquals(eventsOf(run.events, "run-end")[0]!.error!.code, "interrupted");
  assert(run.interpreters.every(({ shutdowns }) => shutdowns > 0));
});

Deno.test("rlm_query passes a listener's exception on to the run", async () => {
  const run = startRun({
    replies: [GO, planned("SUBMIT(x)")],
    cells: [[asking("rlm_query", { query: "q" })], [answering("x")]],
    options: {
      ...DEEP,
      listeners: [(event) => {
        if (event.run === "1" && event.type === "code-end") throw new Error("listener broke");
      }],
    },
  });
  await assertRejects(() => run.result, Error, "listener broke");
  assert(run.interpreters.every(({ shutdowns }) => shutdowns > 0));
});

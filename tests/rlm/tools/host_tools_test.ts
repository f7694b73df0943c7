/** Tools that guest code can call besides sub-queries: a caller's own, and `budget`. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { HostTool, ToolParameter } from "../../../src/core/host_tool.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import { typeArguments } from "../../../src/rlm/tools/typed_tools.ts";
import { planned } from "../../fakes/scripted_model.ts";
import { eventsOf, startRun } from "../run_fixture.ts";

const context = { signal: new AbortController().signal };

/** Gives back what it was called with. */
function echo(...parameters: readonly ToolParameter[]): HostTool {
  return { name: "echo", description: "", parameters, call: (args) => Promise.resolve(args) };
}

/** Annotation, argument, what arrives. */
const TYPED: readonly (readonly [string, JsonValue, JsonValue])[] = [
  ["int", "5", 5],
  ["float", 5, 5],
  ["bool", "yes", true],
  ["str", 5, "5"],
  ["list[int]", "[1, '2']", [1, 2]],
  ["dict[str, float]", { a: "1.5" }, { a: 1.5 }],
  ["Literal['asc', 'desc']", "ASC", "asc"],
  ["int | None", null, null],
  ["Optional[int]", "3", 3],
  ["pd.DataFrame", { a: 1 }, { a: 1 }],
  ["int | str", "5", "5"],
];

for (const [type, given, read] of TYPED) {
  Deno.test(`typeArguments reads ${JSON.stringify(given)} as ${type}`, async () => {
    const tool = typeArguments(echo({ name: "x", type }));
    assertEquals(await tool.call({ x: given }, context), { x: read });
  });
}

Deno.test("typeArguments refuses before the tool is called", async () => {
  let calls = 0;
  const tool = typeArguments({
    ...echo({ name: "limit", type: "int" }),
    call: () => Promise.resolve(calls++),
  });
  const refused = () => tool.call({ limit: "many" }, context);
  await assertRejects(refused, TypeError, "echo() argument limit: expected int, got str: 'many'");
  assertEquals(calls, 0);
});

Deno.test("typeArguments lets a default be of another type than declared", async () => {
  const tool = typeArguments(echo({ name: "limit", type: "int", default: null }));
  assertEquals(await tool.call({ limit: null }, context), { limit: null });
});

async function callIn(tools: readonly HostTool[], name: string, args: JsonObject) {
  const given: JsonValue[] = [];
  const run = startRun({
    replies: [planned("go()")],
    cells: [[async (cell) => {
      given.push(
        await cell.call(name, args).catch((error: Error) => `${error.name}: ${error.message}`),
      );
      return { submit: { answer: "x" } };
    }]],
    options: { tools },
  });
  await run.result;
  return { given: given[0]!, run };
}

Deno.test("runRlm tells of every call of a tool, once at its start and once at its end", async () => {
  const { given, run } = await callIn([echo({ name: "x", type: "int" })], "echo", { x: "5" });
  assertEquals(given, { x: 5 });
  const [start, end] = [eventsOf(run.events, "tool-start"), eventsOf(run.events, "tool-end")];
  assertEquals(start.map(({ tool, args }) => [tool, args]), [["echo", { x: 5 }]]);
  assertEquals(end.map(({ tool, result }) => [tool, result]), [["echo", { x: 5 }]]);
});

Deno.test("runRlm tells what a tool threw and throws it on", async () => {
  const broken = { ...echo(), call: () => Promise.reject(new RangeError("out of paper")) };
  const { given, run } = await callIn([broken], "echo", {});
  assertEquals(given, "RangeError: out of paper");
  assertEquals(eventsOf(run.events, "tool-end")[0]!.error, "out of paper");
});

Deno.test("budget tells what is left, and None where there is no limit", async () => {
  const { given } = await callIn([], "budget", {});
  assertEquals(given, {
    turns: 19,
    llm_calls: 50,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    seconds: null,
  });
});

Deno.test("budget counts what is held for calls under way and for the last one", async () => {
  const told: JsonObject[] = [];
  const run = startRun({
    replies: [planned("go()"), async () => {
      told.push(await ask!() as JsonObject);
      return "sub answer";
    }],
    cells: [[async (cell) => {
      ask = () => cell.call("budget", {});
      await cell.call("llm_query", { prompt: "p" });
      return { submit: { answer: "x" } };
    }]],
    options: {
      limits: { maxLlmCalls: 3, maxInputTokens: 100_000, maxOutputTokens: 10_000, maxCostUsd: 1 },
      priceCall: () => 0.25,
      timeoutMs: 60_000,
    },
  });
  let ask: (() => Promise<JsonValue>) | undefined;
  await run.result;
  const [left] = told;
  assertEquals([left!["turns"], left!["llm_calls"], left!["cost_usd"]], [19, 2, 0.25]);
  // The turn took 10; a last call was guessed at 1,000 before it, the sub-query at 505 after it.
  assertEquals(left!["output_tokens"], 10_000 - 10 - 1_000 - 505);
  assert(Number(left!["input_tokens"]) < 100_000 && Number(left!["seconds"]) <= 60);
});

Deno.test("budget makes room for a field or a tool of that name", async () => {
  const own = { ...echo(), name: "budget" };
  assertEquals((await callIn([own], "budget", {})).given, {});
  const run = startRun({
    signature: "budget -> answer",
    replies: [planned("go()")],
    cells: [[{ submit: { answer: "x" } }]],
  });
  await run.result;
  const names = run.interpreters[0]!.options.tools!.map(({ name }) => name);
  assert(!names.includes("budget"));
  assert(!run.planner.requests[0]![0]!.content.includes("budget()"));
  const other = startRun({ replies: [planned("x")], cells: [[{ submit: { answer: "x" } }]] });
  await other.result;
  assertStringIncludes(
    other.planner.requests[0]![0]!.content,
    "- `budget() -> dict`: what is left",
  );
});

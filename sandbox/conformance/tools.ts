/**
 * Conformance of host tools and SUBMIT.
 *
 * @module
 */

import type { HostTool, ToolParameter } from "../../src/core/host_tool.ts";
import type { InterpreterOptions } from "../../src/core/interpreter.ts";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import { type Check, expectIncludes, expectSame, expectStatus, runAll, runOne } from "./check.ts";

function tool(
  name: string,
  parameters: readonly ToolParameter[],
  answer: (args: JsonObject) => JsonValue | Promise<JsonValue>,
): HostTool {
  const description = `Answers ${name}`;
  return {
    name,
    description,
    parameters,
    call: (args) => Promise.resolve().then(() => answer(args)),
  };
}

const ECHO = tool("echo", [{ name: "value" }], (args) => args.value ?? null);
const PAIR = tool(
  "pair",
  [{ name: "a" }, { name: "b", default: 7 }, { name: "c", default: null }],
  ({ a, b, c }) => [a ?? null, b ?? null, c ?? null],
);
const FAIL = tool("fail", [], () => {
  throw new RangeError("no such thing");
});
const TOOLS: InterpreterOptions = { tools: [ECHO, PAIR, FAIL] };

const CALLS: readonly {
  readonly name: string;
  readonly code: string;
  readonly value: JsonValue;
}[] = [
  { name: "positional", code: "pair(1, 2, 3)", value: [1, 2, 3] },
  { name: "keyword", code: "pair(b=1, a=2)", value: [2, 1, null] },
  { name: "default", code: "pair('x')", value: ["x", 7, null] },
  { name: "list", code: "echo([1, [2, {'k': None}]])", value: [1, [2, { k: null }]] },
  { name: "none", code: "[echo(None)]", value: [null] },
  {
    name: "special",
    code: "echo([float('inf'), 10**30, '\\ud800'])",
    value: [Infinity, 10n ** 30n, "\ud800"],
  },
  { name: "dollar", code: "echo([{'$i': '5'}, float('nan')])", value: [{ $i: "5" }, NaN] },
  { name: "several", code: "echo(1) + echo(2)", value: 3 },
  {
    name: "caught",
    code: "try:\n  fail()\nexcept RuntimeError as e:\n  x = str(e)\nx",
    value: "RangeError: no such thing",
  },
  { name: "named", code: "[pair.__name__, pair.__doc__]", value: ["pair", "Answers pair"] },
  {
    name: "comprehension",
    code: "sorted([3, 1, 2], key=lambda n: echo(-n))",
    value: [3, 2, 1],
  },
  {
    name: "threads",
    code: `from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    results = list(pool.map(echo, range(400)))
results == list(range(400))`,
    value: true,
  },
];

const WRONG_CALLS: readonly {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}[] = [
  { name: "missing", code: "pair()", message: "missing 1 required positional argument: 'a'" },
  { name: "too-many", code: "echo(1, 2)", message: "takes 1 positional argument" },
  { name: "unknown-keyword", code: "echo(v=1)", message: "unexpected keyword argument" },
  { name: "not-json", code: "echo({1})", message: "a value of type set, which JSON cannot carry" },
];

const TYPED: InterpreterOptions = {
  tools: [ECHO],
  submit: {
    names: ["answer", "count"],
    accept: (values) =>
      typeof values.count === "number"
        ? { accepted: true, value: { ...values } }
        : { accepted: false, message: "[Type Error] count: expected int, got str" },
  },
};

const SUBMITS: readonly { readonly name: string; readonly code: string }[] = [
  { name: "keyword", code: "SUBMIT(count=2, answer='a')" },
  { name: "positional", code: "SUBMIT('a', 2)" },
  { name: "variables", code: "a = 'a'\nn = 1 + 1\nSUBMIT(a, count=n)" },
  { name: "in-function", code: "def done(): SUBMIT('a', 2)\ndone()" },
  { name: "except-exception", code: "try:\n  SUBMIT('a', 2)\nexcept Exception:\n  pass" },
  { name: "bare-except", code: "try:\n  SUBMIT('a', 2)\nexcept:\n  pass\nx = 1" },
];

/** Checks of host tools and SUBMIT. */
export const TOOL_CHECKS: readonly Check[] = [
  ...CALLS.map(({ name, code, value }): Check => ({
    name: `tool.${name}`,
    async run(make) {
      expectSame(expectStatus(await runOne(make, code, TOOLS), "ok").value, value);
    },
  })),
  ...WRONG_CALLS.map(({ name, code, message }): Check => ({
    name: `tool.wrong-${name}`,
    async run(make) {
      const { error } = expectStatus(await runOne(make, code, TOOLS), "error");
      expectSame(error.type, "TypeError");
      expectIncludes(error.message, message);
    },
  })),
  {
    name: "tool.restored",
    async run(make) {
      const cells = ["echo = None\nSUBMIT = 3\nprint = 4", "echo(5)"];
      const results = await runAll(make, cells, TOOLS);
      expectSame(expectStatus(results[1]!, "ok").value, 5);
    },
  },
  {
    name: "tool.equipped-anew",
    async run(make) {
      await using interpreter = make(TYPED);
      await interpreter.execute("kept = 5");
      if (!interpreter.equip) return;
      await interpreter.equip({ tools: [PAIR] });
      const gone = await interpreter.execute("echo(1)");
      expectSame(expectStatus(gone, "error").error.type, "NameError");
      const result = await interpreter.execute("pair(kept)", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, [5, 7, null]);
      const submitted = await interpreter.execute("SUBMIT(1)");
      expectSame(expectStatus(submitted, "submitted").value, { output: 1 });
    },
  },
  {
    name: "tool.fails-uncaught",
    async run(make) {
      const { error } = expectStatus(await runOne(make, "fail()", TOOLS), "error");
      expectSame([error.type, error.message], ["RuntimeError", "RangeError: no such thing"]);
    },
  },
  ...SUBMITS.map(({ name, code }): Check => ({
    name: `submit.${name}`,
    async run(make) {
      const result = expectStatus(await runOne(make, `print('kept')\n${code}`, TYPED), "submitted");
      expectSame([result.value, result.output.text], [{ answer: "a", count: 2 }, "kept\n"]);
    },
  })),
  {
    name: "submit.untyped",
    async run(make) {
      const results = await runAll(make, ["SUBMIT([1, 2])", "SUBMIT(a=1, b=None)", "SUBMIT(1, 2)"]);
      const values = results.map((result) => expectStatus(result, "submitted").value);
      expectSame(values, [{ output: [1, 2] }, { a: 1, b: null }, { output: [1, 2] }]);
    },
  },
  {
    name: "submit.missing-argument",
    async run(make) {
      const results = await runAll(make, ["SUBMIT('a')", "SUBMIT('a', 1)"], TYPED);
      const { error } = expectStatus(results[0]!, "error");
      expectIncludes(error.message, "missing 1 required positional argument: 'count'");
      expectStatus(results[1]!, "submitted");
    },
  },
  {
    name: "submit.refused",
    async run(make) {
      const results = await runAll(make, ["x = 1\nSUBMIT('a', 'b')", "SUBMIT('a', x)"], TYPED);
      const { error } = expectStatus(results[0]!, "error");
      expectSame([error.type, error.line], ["TypeError", 2]);
      expectIncludes(error.message, "[Type Error] count");
      expectStatus(results[1]!, "submitted");
    },
  },
  {
    name: "submit.not-json",
    async run(make) {
      const { error } = expectStatus(await runOne(make, "SUBMIT({1}, 2)", TYPED), "error");
      expectIncludes(error.message, "set, which JSON cannot carry");
    },
  },
  {
    name: "submit.ends-execution",
    async run(make) {
      let calls = 0;
      const count = tool("count", [], () => ++calls);
      const code = "try:\n  SUBMIT(1)\nfinally:\n  try:\n    count()\n  except BaseException: pass";
      expectStatus(await runOne(make, code, { tools: [count] }), "submitted");
      expectSame(calls, 0);
    },
  },
];

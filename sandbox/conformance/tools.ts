/**
 * Conformance of host tools: arguments, results, failures, overlapping calls.
 *
 * @module
 */

import type { HostTool } from "../../src/core/host_tool.ts";
import type {
  Interpreter,
  InterpreterOptions,
  SubmitContract,
} from "../../src/core/interpreter.ts";
import type { JsonValue } from "../../src/core/json.ts";
import {
  type Check,
  ECHO,
  expectIncludes,
  expectSame,
  expectStatus,
  runAll,
  runOne,
  thrownBy,
  tool,
} from "./check.ts";

const PAIR = tool(
  "pair",
  [{ name: "a" }, { name: "b", default: 7 }, { name: "c", default: null }],
  ({ a, b, c }) => [a ?? null, b ?? null, c ?? null],
);
const NESTED = tool(
  "nested",
  [{ name: "a", default: { a: [null, { b: 1 }] } }, { name: "b", default: Infinity }],
  ({ a, b }) => [a ?? null, b ?? null],
);
const FAIL = tool("fail", [], () => {
  throw new RangeError("no such thing");
});
const TOOLS: InterpreterOptions = { tools: [ECHO, PAIR, NESTED, FAIL] };

const CALLS: readonly {
  readonly name: string;
  readonly code: string;
  readonly value: JsonValue;
}[] = [
  { name: "positional", code: "pair(1, 2, 3)", value: [1, 2, 3] },
  { name: "keyword", code: "pair(b=1, a=2)", value: [2, 1, null] },
  { name: "mixed", code: "pair(1, c=2)", value: [1, 7, 2] },
  { name: "default", code: "pair('x')", value: ["x", 7, null] },
  { name: "nested-default", code: "nested()", value: [{ a: [null, { b: 1 }] }, Infinity] },
  { name: "unpacked", code: "pair(*[1, 2], **{'c': 3})", value: [1, 2, 3] },
  { name: "dict", code: "echo({'a': {'b': [1]}})['a']", value: { b: [1] } },
  {
    name: "types",
    code: "[type(echo(v)).__name__ for v in (1, 1.5, True, None, 's', [1], {'a': 1}, (1,))]",
    value: ["int", "float", "bool", "NoneType", "str", "list", "dict", "list"],
  },
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
  {
    name: "signature",
    code: "import inspect\nstr(inspect.signature(pair))",
    value: "(a, b=7, c=None)",
  },
  { name: "named", code: "[pair.__name__, pair.__doc__]", value: ["pair", "Answers pair"] },
  {
    name: "comprehension",
    code: "sorted([3, 1, 2], key=lambda n: echo(-n))",
    value: [3, 2, 1],
  },
  {
    name: "threads",
    code: `import threading
answers = [None] * 8
def ask(thread):
    answers[thread] = [echo([thread, i]) for i in range(500)]
threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
answers == [[[thread, i] for i in range(500)] for thread in range(8)]`,
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

/** A contract that is taken away again. */
const ONLY_A: SubmitContract = {
  names: ["a"],
  accept: (values) => ({ accepted: true, value: { ...values } }),
};

/** Checks of host tools. */
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
      await using interpreter = make({ ...TOOLS, submit: ONLY_A });
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
  {
    name: "tool.unknown",
    async run(make) {
      const { error } = expectStatus(await runOne(make, "nope(1)", TOOLS), "error");
      expectSame(error.type, "NameError");
    },
  },
  {
    name: "tool.answer-too-deep",
    async run(make) {
      const deep = tool("deep", [{ name: "levels" }], ({ levels }) => {
        let value: JsonValue = 1;
        for (let i = 0; i < Number(levels); i++) value = [value];
        return value;
      });
      await using interpreter = make({ tools: [deep] });
      for (const levels of [2_000, 20_000]) {
        expectStatus(await interpreter.execute(`deep(${levels})`), "error");
      }
      const result = await interpreter.execute("deep(3)", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, [[[1]]]);
    },
  },
  {
    name: "tool.list-is-copied",
    async run(make) {
      const tools: HostTool[] = [ECHO];
      await using interpreter = make({ tools });
      tools.length = 0;
      const result = await interpreter.execute("echo(5)", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, 5);
    },
  },
  {
    name: "tool.no-reentry",
    async run(make) {
      let refused: unknown;
      const again = tool("again", [], async () => {
        refused = await thrownBy(() => interpreter.execute("1"));
        return null;
      });
      const interpreter: Interpreter = make({ tools: [again] });
      await using _ = interpreter;
      expectStatus(await interpreter.execute("again()"), "ok");
      if (!(refused instanceof Error)) throw new Error("A tool ran a cell inside its own cell");
      expectSame(expectStatus(await interpreter.execute("2"), "ok").output.text, "2\n");
    },
  },
  {
    name: "tool.overlap",
    async run(make) {
      let [under, most] = [0, 0];
      const slow = tool("slow", [], async () => {
        most = Math.max(most, ++under);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return --under;
      });
      const code = `from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    for _ in pool.map(lambda _: slow(), range(16)): pass`;
      expectStatus(await runOne(make, code, { tools: [slow] }), "ok");
      if (most < 4) {
        throw new Error(`Of 8 threads no more than ${most} had a call under way at once`);
      }
    },
  },
  {
    name: "tool.after-its-cell",
    async run(make) {
      let calls = 0;
      const count = tool("count", [], () => ++calls);
      const code = `import threading, time
def late():
    time.sleep(0.05)
    for _ in range(20):
        try: count()
        except BaseException: pass
thread = threading.Thread(target=late)
thread.start()`;
      await using interpreter = make({ tools: [count] });
      expectStatus(await interpreter.execute(code), "ok");
      await new Promise((resolve) => setTimeout(resolve, 150));
      expectSame(calls, 0);
      expectStatus(await interpreter.execute("thread.join()"), "ok");
      const result = await interpreter.execute("count()", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, calls);
    },
  },
];

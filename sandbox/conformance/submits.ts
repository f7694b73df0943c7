/**
 * Conformance of SUBMIT: what it takes, who judges it, and that it ends the cell.
 *
 * @module
 */

import type { InterpreterOptions } from "../../src/core/interpreter.ts";
import {
  type Check,
  ECHO,
  expectIncludes,
  expectSame,
  expectStatus,
  HANG,
  runAll,
  runOne,
  tool,
} from "./check.ts";

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

/** Checks of SUBMIT. */
export const SUBMIT_CHECKS: readonly Check[] = [
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
  {
    name: "submit.none-value",
    async run(make) {
      const options = contract(["nothing", "FinalOutput"]);
      const result = expectStatus(
        await runOne(make, "SUBMIT(None, FinalOutput=2)", options),
        "submitted",
      );
      expectSame(result.value, { nothing: null, FinalOutput: 2 });
    },
  },
  {
    name: "submit.special-values",
    async run(make) {
      const code = "SUBMIT([float('nan'), 2**70, '\\ud800', 'a\\0b'])";
      const result = expectStatus(await runOne(make, code), "submitted");
      expectSame(result.value, { output: [NaN, 2n ** 70n, "\ud800", "a\0b"] });
    },
  },
  {
    name: "submit.swallowed-for-ever",
    async run(make) {
      await using interpreter = make();
      const code = "while True:\n  try:\n    SUBMIT(1)\n  except BaseException:\n    pass";
      const result = await interpreter.execute(code, { timeoutMs: 300 });
      expectSame(expectStatus(result, "submitted").value, { output: 1 });
    },
  },
  {
    name: "submit.from-a-thread",
    async run(make) {
      const code =
        "import threading\nt = threading.Thread(target=lambda: SUBMIT(3))\nt.start()\nt.join()";
      expectSame(expectStatus(await runOne(make, code), "submitted").value, { output: 3 });
    },
  },
  {
    name: "submit.redefined",
    async run(make) {
      const results = await runAll(make, ["def SUBMIT(*a): return 'mine'\nSUBMIT(1)", "SUBMIT(2)"]);
      expectSame(expectStatus(results[0], "ok").value, "mine");
      expectSame(expectStatus(results[1], "submitted").value, { output: 2 });
    },
  },
  {
    name: "submit.ends-other-threads-calls",
    async run(make) {
      const code = `import threading
threading.Thread(target=hang, daemon=True).start()
SUBMIT(1)`;
      expectStatus(await runOne(make, code, { tools: [HANG] }), "submitted");
    },
  },
];

function contract(names: readonly string[]): InterpreterOptions {
  return { submit: { names, accept: (values) => ({ accepted: true, value: { ...values } }) } };
}

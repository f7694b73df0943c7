/**
 * Conformance of plain execution: output, state, errors and what they carry.
 *
 * @module
 */

import { type Check, expectIncludes, expectSame, expectStatus, runAll, runOne } from "./check.ts";

interface OutputCase {
  readonly name: string;
  readonly code: string;
  readonly output: string;
}

const OUTPUTS: readonly OutputCase[] = [
  { name: "print", code: "print('hello')", output: "hello\n" },
  { name: "print-many", code: "for i in range(3): print(i, end=',')", output: "0,1,2," },
  { name: "stderr", code: "import sys; print('e', file=sys.stderr)", output: "e\n" },
  {
    name: "stdout-buffer",
    code: "import sys; _ = sys.stdout.buffer.write(b'b\\n')",
    output: "b\n",
  },
  { name: "trailing-value", code: "import math\nmath.sqrt(4)", output: "2.0\n" },
  { name: "trailing-none", code: "None", output: "" },
  { name: "output-and-value", code: "print('p')\n40 + 2", output: "p\n42\n" },
  { name: "descriptor", code: "import os\nx = os.write(1, b'raw\\n')", output: "raw\n" },
  {
    name: "child-in-order",
    code: "import subprocess\nprint('a')\nx = subprocess.run(['echo', 'b'])\nprint('c')",
    output: "a\nb\nc\n",
  },
  { name: "unicode", code: "print('naïve 漢字 🙂')", output: "naïve 漢字 🙂\n" },
  { name: "lone-surrogate", code: "print('\\ud800')", output: "\ud800\n" },
  { name: "nul", code: "print('a\\0b')", output: "a\0b\n" },
  {
    name: "standard-library",
    code:
      "import collections, csv, dataclasses, datetime, hashlib, io, itertools, json, math, random\n" +
      "import re, statistics, string, textwrap, zipfile, concurrent.futures\n" +
      "print(re.sub('a', 'b', 'a'), statistics.mean([1, 3]), math.sqrt(4))",
    output: "b 2 2.0\n",
  },
  { name: "empty-cell", code: "", output: "" },
  { name: "comment-cell", code: "# nothing", output: "" },
];

interface ErrorCase {
  readonly name: string;
  readonly code: string;
  readonly type: string;
  readonly message: string;
  readonly line?: number;
}

const ERRORS: readonly ErrorCase[] = [
  { name: "syntax", code: "+++", type: "SyntaxError", message: "invalid syntax", line: 1 },
  { name: "unfinished-def", code: "x = 1\ndef f(:", type: "SyntaxError", message: "", line: 2 },
  { name: "indentation", code: "if True:\nx = 1", type: "IndentationError", message: "", line: 2 },
  { name: "zero-division", code: "\n1/0", type: "ZeroDivisionError", message: "division", line: 2 },
  { name: "name", code: "nope", type: "NameError", message: "nope", line: 1 },
  { name: "raised", code: "raise ValueError('tok-1')", type: "ValueError", message: "tok-1" },
  {
    name: "system-exit",
    code: "import sys\nsys.exit(3)",
    type: "SystemExit",
    message: "3",
    line: 2,
  },
  {
    name: "system-exit-subclass",
    code: "class Leave(SystemExit): pass\nraise Leave(0)",
    type: "Leave",
    message: "0",
    line: 2,
  },
  { name: "exit-builtin", code: "exit()", type: "NameError", message: "" },
  { name: "keyboard", code: "raise KeyboardInterrupt", type: "KeyboardInterrupt", message: "" },
  {
    name: "keyboard-subclass",
    code: "class Stop(KeyboardInterrupt): pass\nraise Stop('s')",
    type: "Stop",
    message: "s",
  },
  { name: "base-exception", code: "raise BaseException('b')", type: "BaseException", message: "b" },
  { name: "input", code: "input()", type: "EOFError", message: "" },
  {
    name: "recursion",
    code: "def f(): return f()\nf()",
    type: "RecursionError",
    message: "recursion",
    line: 1,
  },
  {
    name: "posing-as-host",
    code: "class FleetError(Exception): pass\nraise FleetError('x')",
    type: "FleetError",
    message: "x",
  },
  {
    name: "unprintable",
    code: "class E(Exception):\n  def __str__(self): 1/0\nraise E()",
    type: "E",
    message: "cannot be shown",
    line: 3,
  },
];

/** Checks of plain execution. */
export const EXECUTION_CHECKS: readonly Check[] = [
  ...OUTPUTS.map(({ name, code, output }): Check => ({
    name: `output.${name}`,
    async run(make) {
      const result = expectStatus(await runOne(make, code), "ok");
      expectSame(result.output.text, output);
      expectSame(result.output.omittedChars, 0);
    },
  })),
  ...ERRORS.map(({ name, code, type, message, line }): Check => ({
    name: `error.${name}`,
    async run(make) {
      const cell = `print('before')\n${code}`;
      const [result, next] = await runAll(make, [
        type.match(/Syntax|Indent/) ? code : cell,
        "1 + 1",
      ]);
      const { error, output } = expectStatus(result!, "error");
      expectSame(error.type, type);
      expectIncludes(error.message, message);
      if (!type.match(/Syntax|Indent/)) expectSame(output.text, "before\n");
      if (line !== undefined) {
        expectSame(error.line, type.match(/Syntax|Indent/) ? line : line + 1);
      }
      if (error.traceback.includes("fleet-driver")) throw new Error("A driver frame is shown");
      expectSame(expectStatus(next!, "ok").output.text, "2\n");
    },
  })),
  {
    name: "error.source-line",
    async run(make) {
      const [, result] = await runAll(make, ["def f():\n  return missing", "y = 1\nz = f()"]);
      const { error } = expectStatus(result!, "error");
      expectSame([error.line, error.source], [2, "z = f()"]);
      expectIncludes(error.traceback, "return missing");
      // A character that ends a line elsewhere, but not in Python; marks stand below what they mark.
      const [marked] = await runAll(make, ['s = "a\u2028b\f"\nz = 1/0']);
      const { error: division } = expectStatus(marked!, "error");
      expectSame([division.line, division.source], [2, "z = 1/0"]);
      const [, line = "", marks = ""] = /(.*1\/0)\n( *~\^~)?/.exec(division.traceback) ?? [];
      expectSame(line, "    z = 1/0");
      if (marks !== "") expectSame(marks.indexOf("~"), line.indexOf("1/0"));
    },
  },
  {
    name: "state.persists",
    async run(make) {
      const results = await runAll(make, [
        "import json as j\nx = 1\ndef f(n): return n + x",
        "x += 1",
        "print(f(1), j.dumps([x]))",
      ]);
      expectSame(expectStatus(results[2]!, "ok").output.text, "3 [2]\n");
    },
  },
  {
    name: "state.changes",
    async run(make) {
      const results = await runAll(make, ["a = 1\nb = [1]", "a = 2\nc = {}\ndel b", "a"]);
      expectSame(
        expectStatus(results[1]!, "ok").changes.map((it) => `${it.kind} ${it.name} ${it.type}`),
        [
          "changed a int",
          "added c dict",
          "removed b ",
        ],
      );
      expectSame(expectStatus(results[2]!, "ok").changes, []);
    },
  },
  {
    name: "state.final-annotation",
    async run(make) {
      const code = "from typing import Final\nX: Final = 3\nprint(X)";
      expectSame(expectStatus(await runOne(make, code), "ok").output.text, "3\n");
    },
  },
  {
    name: "error.is-short",
    async run(make) {
      const code = "def f(n):\n  if n: f(n - 1)\n  raise ValueError('x' * 1000000)\nf(500)";
      const { error } = expectStatus(await runOne(make, code), "error");
      const length = error.traceback.length + error.message.length;
      if (length > 50_000) throw new Error(`An error has ${length} characters`);
    },
  },
  {
    name: "error.cause-is-shown",
    async run(make) {
      const code = "try:\n  {}['k']\nexcept KeyError as e:\n  raise ValueError('v') from e";
      const { error } = expectStatus(await runOne(make, code), "error");
      expectIncludes(error.traceback, "KeyError: 'k'");
      expectIncludes(error.traceback, "direct cause");
    },
  },
  {
    name: "error.duration-is-told",
    async run(make) {
      const result = await runOne(make, "import time\ntime.sleep(0.05)\n1 / 0");
      const { durationMs } = expectStatus(result, "error");
      if (durationMs < 45) throw new Error(`A cell that slept 50 ms is told as ${durationMs} ms`);
    },
  },
];

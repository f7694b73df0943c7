/**
 * Conformance of bounds: how much a cell may print and how long it may take.
 *
 * @module
 */

import {
  type Check,
  ECHO,
  expectIncludes,
  expectOver,
  expectSame,
  expectStatus,
  HANG,
  runOne,
} from "./check.ts";

const ENDLESS: readonly { readonly name: string; readonly code: string }[] = [
  { name: "busy-loop", code: "while True: pass" },
  { name: "sleep", code: "import time\ntime.sleep(60)" },
  { name: "blocking-read", code: "import os\nr, w = os.pipe()\nos.read(r, 1)" },
  { name: "tool-that-hangs", code: "hang()" },
  { name: "swallowed-exceptions", code: "while True:\n  try: hang()\n  except Exception: pass" },
  { name: "child-process", code: "import subprocess\nsubprocess.run(['sleep', '60'])" },
  { name: "printing", code: "import sys\nwhile True: sys.stderr.write('')" },
  { name: "lock", code: "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()" },
  {
    name: "joined-thread",
    code: "import threading\nt = threading.Thread(target=hang, daemon=True)\nt.start()\nt.join()",
  },
];

/** Each prints `head`, 32 MiB of dots and `end`, in another way. */
const FLOODS: readonly { readonly name: string; readonly code: string }[] = [
  {
    name: "print",
    code:
      "print('head', end='')\nfor _ in range(32): print('.' * 2**20, end='')\nprint('end', end='')",
  },
  {
    name: "stderr",
    code:
      "import sys\nw = sys.stderr.write\nx = w('head')\nfor _ in range(512): w('.' * 2**16)\nx = w('end')",
  },
  {
    name: "descriptor",
    code:
      "import os\nx = os.write(1, b'head')\nfor _ in range(32): os.write(1, b'.' * 2**20)\nx = os.write(2, b'end')",
  },
  {
    name: "child",
    code: "import subprocess, sys\nx = subprocess.run(['sh', '-c', " +
      "\"printf head; head -c 33554432 /dev/zero | tr '\\\\0' .; printf end\"])",
  },
];

/** Time limit of the endless cells: longer than a slow backend takes to begin with one. */
const CELL_MS = 300;

/** Checks of bounds. */
export const LIMIT_CHECKS: readonly Check[] = [
  {
    name: "output.bounded",
    async run(make) {
      const code = "print('a' * 60 + 'b' * 80 + 'c' * 60, end='')";
      const { output } = expectStatus(await runOne(make, code, { maxOutputChars: 100 }), "ok");
      expectSame([output.chars, output.omittedChars], [200, 100]);
      expectSame(
        output.text,
        `${"a".repeat(50)}\n... (100 characters omitted) ...\n${"c".repeat(50)}`,
      );
    },
  },
  {
    name: "output.bounded-many-writes",
    async run(make) {
      const code = "for i in range(20000): print(i)";
      const { output } = expectStatus(await runOne(make, code, { maxOutputChars: 40 }), "ok");
      expectSame(output.chars, 108_890);
      expectIncludes(output.text, "0\n1\n2\n");
      expectIncludes(output.text, "19999\n");
      if (output.text.length > 120) throw new Error(`Output has ${output.text.length} characters`);
    },
  },
  {
    name: "output.at-limit",
    async run(make) {
      const { output } = expectStatus(
        await runOne(make, "print('x' * 99)", { maxOutputChars: 100 }),
        "ok",
      );
      expectSame([output.text.length, output.omittedChars], [100, 0]);
    },
  },
  {
    name: "output.bounded-descriptor",
    async run(make) {
      const code = "import os\nfor i in range(64): _ = os.write(1, b'z' * 1048576)";
      const { output } = expectStatus(await runOne(make, code), "ok");
      expectSame([output.chars, output.omittedChars], [64 << 20, (64 << 20) - 10_000]);
    },
  },
  ...FLOODS.map(({ name, code }): Check => ({
    name: `output.flood-${name}`,
    async run(make) {
      const { output } = expectStatus(await runOne(make, code), "ok");
      const chars = 4 + (32 << 20) + 3;
      expectSame([output.chars, output.omittedChars], [chars, chars - 10_000]);
      expectSame([output.text.slice(0, 5), output.text.slice(-4)], ["head.", ".end"]);
    },
  })),
  ...ENDLESS.map(({ name, code }): Check => ({
    name: `timeout.${name}`,
    async run(make) {
      await using interpreter = make({ tools: [HANG] });
      await interpreter.execute("kept = 41");
      const result = await interpreter.execute(`print('before')\n${code}`, { timeoutMs: CELL_MS });
      const { stateKept, output } = expectStatus(result, "timeout");
      expectSame([stateKept, output.text], [true, "before\n"]);
      expectSame(expectStatus(await interpreter.execute("kept + 1"), "ok").output.text, "42\n");
    },
  })),
  {
    name: "timeout.next-cell-is-whole",
    async run(make) {
      await using interpreter = make({ tools: [ECHO] });
      await interpreter.execute("while True: echo(1)", { timeoutMs: CELL_MS });
      const result = await interpreter.execute("sum(echo(i) for i in range(100))", {
        wantValue: true,
      });
      expectSame(expectStatus(result, "ok").value, 4950);
    },
  },
  {
    name: "timeout.hard",
    async run(make) {
      await using interpreter = make();
      const code =
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('before')\nwhile True: pass";
      const result = await interpreter.execute(code, { timeoutMs: CELL_MS });
      const { stateKept, output } = expectStatus(result, "timeout");
      expectSame([stateKept, output.text], [false, "before\n"]);
      await expectOver(() => interpreter.execute("1"));
    },
  },
];

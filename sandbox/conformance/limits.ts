/**
 * Conformance of bounds and ends: output limits, time limits, crashes, shutdown, variables.
 *
 * @module
 */

import { FleetError } from "../../src/core/errors.ts";
import type { JsonValue } from "../../src/core/json.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import { type Check, expectIncludes, expectSame, expectStatus, runAll, runOne } from "./check.ts";

const HANG: HostTool = {
  name: "hang",
  description: "Never answers",
  parameters: [],
  call: (_args, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
};

const ENDLESS: readonly { readonly name: string; readonly code: string }[] = [
  { name: "busy-loop", code: "while True: pass" },
  { name: "sleep", code: "import time\ntime.sleep(60)" },
  { name: "blocking-read", code: "import os\nr, w = os.pipe()\nos.read(r, 1)" },
  { name: "tool-that-hangs", code: "hang()" },
  { name: "lock", code: "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()" },
  {
    name: "joined-thread",
    code: "import threading\nt = threading.Thread(target=hang, daemon=True)\nt.start()\nt.join()",
  },
];

const ACCIDENTS: readonly { readonly name: string; readonly code: string }[] = [
  { name: "close-stdout", code: "import sys\nsys.stdout.close()" },
  { name: "replace-stdout", code: "import sys, io\nsys.stdout = io.StringIO()\nprint('hidden')" },
  { name: "close-descriptors", code: "import os\nfor fd in (0, 1, 2): os.close(fd)" },
  { name: "fork", code: "import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)" },
  { name: "signal-handler", code: "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)" },
  {
    name: "builtins",
    code: "import builtins\nbuiltins.len = builtins.print = builtins.isinstance = None",
  },
  { name: "json", code: "import json\njson.dumps = json.loads = None" },
  { name: "modules", code: "import sys\nsys.modules.clear()" },
  { name: "clear-globals", code: "globals().clear()" },
  {
    name: "fake-protocol",
    code: 'import os\nx = os.write(1, b\'{"type":"result","id":"1","status":"ok"}\\n\')',
  },
  {
    name: "thread-outlives",
    code:
      "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
  },
];

/** Checks of bounds, accidents and ends. */
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
  ...ENDLESS.map(({ name, code }): Check => ({
    name: `timeout.${name}`,
    async run(make) {
      await using interpreter = make({ tools: [HANG] });
      await interpreter.execute("kept = 41");
      const result = await interpreter.execute(`print('before')\n${code}`, { timeoutMs: 150 });
      const { stateKept, output } = expectStatus(result, "timeout");
      expectSame([stateKept, output.text], [true, "before\n"]);
      expectSame(expectStatus(await interpreter.execute("kept + 1"), "ok").output.text, "42\n");
    },
  })),
  {
    name: "timeout.hard",
    async run(make) {
      await using interpreter = make();
      const code =
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('before')\nwhile True: pass";
      const result = await interpreter.execute(code, { timeoutMs: 100 });
      const { stateKept, output } = expectStatus(result, "timeout");
      expectSame([stateKept, output.text], [false, "before\n"]);
      await expectOver(() => interpreter.execute("1"));
    },
  },
  ...ACCIDENTS.map(({ name, code }): Check => ({
    name: `accident.${name}`,
    async run(make) {
      const results = await runAll(make, [code, "print('alive')\n1 / 0", "SUBMIT(1)"]);
      const { error, output } = expectStatus(results[1]!, "error");
      expectSame([error.type, output.text], ["ZeroDivisionError", "alive\n"]);
      expectStatus(results[2]!, "submitted");
    },
  })),
  ...["import os\nos._exit(7)", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"].map((
    code,
    index,
  ): Check => ({
    name: `crash.${["exit", "killed"][index]}`,
    async run(make) {
      await using interpreter = make();
      const result = expectStatus(await interpreter.execute(`print('before')\n${code}`), "crashed");
      expectSame(result.output.text, "before\n");
      expectIncludes(result.reason, "interpreter state was lost");
      await expectOver(() => interpreter.execute("1"));
      await expectOver(() => interpreter.start());
    },
  })),
  {
    name: "lifecycle.start-is-idempotent",
    async run(make) {
      await using interpreter = make();
      const first = await interpreter.start();
      const pid = await interpreter.execute("import os\nos.getpid()");
      expectSame(await interpreter.start(), first);
      const again = await interpreter.execute("os.getpid()");
      expectSame(again.output.text, pid.output.text);
    },
  },
  {
    name: "lifecycle.shutdown-is-terminal",
    async run(make) {
      const interpreter = make();
      await interpreter.execute("1");
      await interpreter.shutdown();
      await interpreter.shutdown();
      await expectOver(() => interpreter.execute("1"));
    },
  },
  {
    name: "lifecycle.abort-ends-cell",
    async run(make) {
      await using interpreter = make();
      await interpreter.start();
      const controller = new AbortController();
      const running = interpreter.execute("while True: pass", { signal: controller.signal });
      controller.abort();
      const error = await running.then(() => undefined, (thrown: unknown) => thrown);
      expectSame(error instanceof FleetError ? error.code : error, "interrupted");
    },
  },
  {
    name: "variable.values",
    async run(make) {
      const values: JsonValue[] = [
        1,
        "é\ud800",
        null,
        [null, { a: [true] }],
        NaN,
        -Infinity,
        2n ** 90n,
      ];
      await using interpreter = make();
      await interpreter.bind(values.map((value, i) => ({ kind: "value", name: `v${i}`, value })));
      const result = await interpreter.execute("[v0, v1, v2, v3, v4, v5, v6]", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, values);
    },
  },
  {
    name: "variable.measures",
    async run(make) {
      await using interpreter = make();
      const text = "🙂".repeat(600) + "é".repeat(600);
      const [info, list] = await interpreter.bind([
        { kind: "value", name: "text", value: text },
        { kind: "value", name: "items", value: ["a"] },
      ]);
      expectSame(info, {
        name: "text",
        type: "str",
        chars: 1200,
        head: "🙂".repeat(500),
        tail: "é".repeat(500),
      });
      expectSame(list, { name: "items", type: "list", chars: 9, head: '[\n  "a"\n]', tail: "" });
    },
  },
  {
    name: "variable.large",
    async run(make) {
      await using interpreter = make();
      const value = "ab".repeat(5_000_000);
      await interpreter.bind([{ kind: "value", name: "big", value }]);
      const result = await interpreter.execute("SUBMIT(len(big), big)");
      expectSame(
        (expectStatus(result, "submitted").value as { output: JsonValue[] }).output[1] === value,
        true,
      );
    },
  },
];

async function expectOver(action: () => Promise<unknown>): Promise<void> {
  const error = await action().then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof FleetError)) throw new Error("Expected the session to be over");
  expectSame(error.code, "sandbox-ended");
  expectIncludes(error.message, "session has ended");
}

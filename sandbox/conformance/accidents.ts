/**
 * Conformance of accidents: what guest code does to itself must not hurt the session, and a sandbox that
 * is gone is told as lost state.
 *
 * @module
 */

import { FleetError } from "../../src/core/errors.ts";
import {
  type Check,
  expectIncludes,
  expectOver,
  expectSame,
  expectStatus,
  runAll,
  thrownBy,
} from "./check.ts";

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
    name: "redirect-descriptors",
    code: "import os\nfd = os.open('/dev/null', os.O_RDWR)\nfor n in (0, 1, 2): os.dup2(fd, n)",
  },
  { name: "delete-streams", code: "import sys\ndel sys.stdout, sys.stderr, sys.stdin" },
  { name: "alarm", code: "import signal\nsignal.signal(signal.SIGALRM, lambda *a: 1 / 0)" },
  { name: "low-recursion-limit", code: "import sys\nsys.setrecursionlimit(60)" },
  { name: "trace-function", code: "import sys\nsys.settrace(lambda *a: 1 / 0)" },
  { name: "excepthook", code: "import sys\nsys.excepthook = sys.displayhook = None" },
  { name: "empty-environment", code: "import os\nos.environ.clear()" },
  {
    name: "removed-folder",
    code: "import os, tempfile\nd = tempfile.mkdtemp()\nos.chdir(d)\nos.rmdir(d)",
  },
  {
    name: "import-hook",
    code: "import builtins\ndef no(*a, **k): raise ImportError('no')\nbuiltins.__import__ = no",
  },
  {
    name: "encoding-default",
    code: "import codecs\ncodecs.register_error('strict', lambda e: 1 / 0)",
  },
  {
    name: "child-keeps-printing",
    code: "import subprocess\nsubprocess.Popen(['sleep', '5'])\nx = 1",
  },
  {
    name: "failing-thread",
    code: "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()",
  },
  {
    name: "thread-outlives",
    code:
      "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
  },
];

const CRASHES: readonly { readonly name: string; readonly code: string }[] = [
  { name: "exit", code: "import os\nos._exit(7)" },
  { name: "killed", code: "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)" },
  { name: "segfault", code: "import ctypes\nctypes.string_at(0)" },
  { name: "abort", code: "import os\nos.abort()" },
];

/** Checks of accidents and crashes. */
export const ACCIDENT_CHECKS: readonly Check[] = [
  ...ACCIDENTS.map(({ name, code }): Check => ({
    name: `accident.${name}`,
    async run(make) {
      const results = await runAll(make, [code, "print('alive')\n1 / 0", "SUBMIT(1)"]);
      const { error, output } = expectStatus(results[1], "error");
      expectSame([error.type, output.text], ["ZeroDivisionError", "alive\n"]);
      expectStatus(results[2], "submitted");
    },
  })),
  ...CRASHES.map(({ name, code }): Check => ({
    name: `crash.${name}`,
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
    name: "crash.between-cells",
    async run(make) {
      await using interpreter = make();
      const code = `import os, threading, time
def leave():
    time.sleep(0.03)
    os._exit(3)
threading.Thread(target=leave).start()`;
      expectStatus(await interpreter.execute(code), "ok");
      await new Promise((resolve) => setTimeout(resolve, 150));
      const later = await thrownBy(async () => {
        expectStatus(await interpreter.execute("1"), "crashed");
        await interpreter.execute("1");
      });
      expectSame(later instanceof FleetError ? later.code : later, "sandbox-ended");
    },
  },
];

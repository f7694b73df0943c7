/**
 * Conformance of a session's life: how it starts, what it says of itself, how it ends.
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
  runOne,
  thrownBy,
} from "./check.ts";

/** Checks of starts, capabilities and ends. */
export const LIFECYCLE_CHECKS: readonly Check[] = [
  {
    name: "protocol.public-shape",
    async run(make) {
      await using interpreter = make();
      const methods = ["start", "bind", "execute", "shutdown"] as const;
      expectSame(methods.map((name) => typeof interpreter[name]), methods.map(() => "function"));
    },
  },
  {
    name: "lifecycle.start-is-lazy",
    async run(make) {
      const result = await runOne(make, "40 + 2");
      expectSame(expectStatus(result, "ok").output.text, "42\n");
      await make().shutdown();
    },
  },
  {
    name: "lifecycle.concurrent-starts-are-one",
    async run(make) {
      await using interpreter = make();
      const [first, second] = await Promise.all([interpreter.start(), interpreter.start()]);
      expectSame(first, second);
    },
  },
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
      await expectOver(() => interpreter.start());
      await expectOver(() => interpreter.bind([]));
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
      const error = await thrownBy(() => running);
      expectSame(error instanceof FleetError ? error.code : error, "interrupted");
    },
  },
  {
    name: "lifecycle.abort-before-start",
    async run(make) {
      await using interpreter = make();
      const signal = AbortSignal.abort();
      const error = await thrownBy(() => interpreter.execute("1", { signal }));
      expectSame(error instanceof FleetError ? error.code : error, "interrupted");
    },
  },
  {
    name: "lifecycle.shutdown-ends-cell",
    async run(make) {
      const interpreter = make();
      await interpreter.start();
      const running = thrownBy(() => interpreter.execute("while True: pass"));
      await interpreter.shutdown();
      const error = await running;
      expectSame(error instanceof FleetError ? error.code : error, "sandbox-ended");
    },
  },
  {
    name: "lifecycle.one-cell-at-a-time",
    async run(make) {
      await using interpreter = make();
      await interpreter.start();
      const running = interpreter.execute("import time\ntime.sleep(0.1)\n1");
      const error = await thrownBy(() => interpreter.execute("2"));
      expectSame(error instanceof FleetError, true);
      expectSame(expectStatus(await running, "ok").output.text, "1\n");
    },
  },
  {
    name: "lifecycle.lifetime",
    async run(make) {
      await using interpreter = make({ lifetimeMs: 1_500 });
      const result = await interpreter.execute("print('before', flush=True)\nwhile True: pass");
      expectIncludes(expectStatus(result, "crashed").reason, "time limit");
      await expectOver(() => interpreter.execute("1"));
    },
  },
  {
    name: "isolation.fresh-instances",
    async run(make) {
      await using first = make();
      await using second = make();
      await first.execute("secret = 1");
      const result = await second.execute("secret");
      expectSame(expectStatus(result, "error").error.type, "NameError");
    },
  },
  {
    name: "isolation.parallel-instances",
    async run(make) {
      const texts = await Promise.all([1, 2, 3].map(async (n) => {
        await using interpreter = make();
        await interpreter.execute(`n = ${n}`);
        return (await interpreter.execute("n")).output.text;
      }));
      expectSame(texts, ["1\n", "2\n", "3\n"]);
    },
  },
  {
    name: "capability.shape",
    async run(make) {
      await using interpreter = make();
      const told = await interpreter.start();
      const kinds = [told.backend, told.isolation, told.filesystem].map((text) => text.length > 0);
      expectSame([...kinds, typeof told.network], [true, true, true, "boolean"]);
      const code = "import sys\nprint('%d.%d.%d' % sys.version_info[:3])";
      expectSame((await interpreter.execute(code)).output.text, `${told.pythonVersion}\n`);
    },
  },
  {
    name: "capability.no-network-means-none",
    async run(make) {
      await using interpreter = make();
      if ((await interpreter.start()).network) return;
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const code = `import socket
def attempt(action):
    try: action()
    except OSError: return "refused"
    return "connected"
def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s: s.sendto(b"x", ("192.0.2.1", 9))
[attempt(lambda: socket.create_connection(("127.0.0.1", ${listener.addr.port}), 2)),
 attempt(lambda: socket.create_connection(("192.0.2.1", 443), 2)), attempt(datagram)]`;
      const { value } = expectStatus(await interpreter.execute(code, { wantValue: true }), "ok");
      expectSame(value, ["refused", "refused", "refused"]);
    },
  },
  {
    name: "capability.no-environment-of-the-host",
    async run(make) {
      const name = "FLEET_RLM_CONFORM_SECRET";
      Deno.env.set(name, "do-not-leak");
      try {
        const code = `import os
places = [repr(dict(os.environ))]
for pid in ("self", os.getppid()):
    try: places.append(repr(open(f"/proc/{pid}/environ", "rb").read()))
    except OSError: pass
any("do-not-leak" in place for place in places[:2])`;
        expectSame(expectStatus(await runOne(make, code), "ok").value, false);
      } finally {
        Deno.env.delete(name);
      }
    },
  },
];

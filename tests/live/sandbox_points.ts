/**
 * Points about sandboxes: how they start, what runs in them, how they end.
 *
 * @module
 */

import { describeThrown, expectSeen, type LivePoint } from "./live_point.ts";

const SERVER = `
import os, socket, threading
if os.path.exists("/tmp/s"): os.remove("/tmp/s")
server = socket.socket(socket.AF_UNIX)
server.bind("/tmp/s")
server.listen()
while True:
    link, _ = server.accept()
    threading.Thread(target=lambda: link.sendall(link.recv(99).upper())).start()
`;
const CLIENT = `
import os, socket, time
while not os.path.exists("/tmp/s"): time.sleep(0.05)
link = socket.socket(socket.AF_UNIX)
link.connect("/tmp/s")
link.sendall(b"hello")
print(link.recv(99).decode())
`;
const CONNECT = `
import socket
try:
    socket.create_connection(("1.1.1.1", 443), 5)
    print("reached")
except OSError as error:
    print("blocked")
`;

/** The points. */
export const SANDBOX_POINTS: readonly LivePoint[] = [
  {
    name: "latency",
    claim: "A turn over the streams of one command takes one round trip",
    async run({ start }) {
      const begin = performance.now();
      const sandbox = await start();
      const created = performance.now();
      const process = await sandbox.exec(["cat"]);
      const [writer, reader] = [process.stdin.getWriter(), process.stdout.getReader()];
      const turns: number[] = [];
      for (let turn = 0; turn < 20; turn++) {
        const sent = performance.now();
        await writer.write("x\n");
        expectSeen("x\n", (await reader.read()).value);
        turns.push(performance.now() - sent);
      }
      await writer.close();
      const [median] = turns.sort((a, b) => a - b).slice(10);
      const first = created - begin;
      return `created in ${first.toFixed(0)} ms, median turn ${median?.toFixed(1)} ms`;
    },
  },
  {
    name: "unix-socket",
    claim: "A command reaches the main process by a Unix socket",
    async run({ start, run }) {
      const sandbox = await start({ command: ["python3", "-c", SERVER] });
      const { stdout } = await run(sandbox, ["python3", "-c", CLIENT]);
      expectSeen("HELLO\n", stdout);
      return "answered";
    },
  },
  {
    name: "python",
    claim: "The default image has python3, 3.10 or later, and sync",
    async run({ start, run }) {
      const sandbox = await start();
      const { stdout, code } = await run(sandbox, ["sh", "-c", "python3 --version && which sync"]);
      expectSeen(0, code);
      if (!/^Python 3\.[1-9]\d/.test(stdout)) throw new Error(`saw ${stdout}`);
      return stdout.trim().replace("\n", ", ");
    },
  },
  {
    name: "arguments",
    claim: "The main process takes arguments of 60 KB",
    async run({ start, run }) {
      const code = "import sys, time; open('/tmp/size', 'w').write(str(len(sys.argv[1]))); " +
        "time.sleep(60)";
      const sandbox = await start({ command: ["python3", "-c", code, "x".repeat(60_000)] });
      const look = "until test -s /tmp/size; do sleep 0.1; done; cat /tmp/size";
      expectSeen("60000", (await run(sandbox, ["sh", "-c", look])).stdout);
      return "taken";
    },
  },
  {
    name: "network",
    claim: "blockNetwork holds, and commands and files work all the same",
    async run({ start, run }) {
      const sandbox = await start();
      await sandbox.filesystem.writeText("there", "/tmp/note");
      expectSeen("there", (await run(sandbox, ["cat", "/tmp/note"])).stdout);
      expectSeen("blocked\n", (await run(sandbox, ["python3", "-c", CONNECT])).stdout);
      return "blocked";
    },
  },
  {
    name: "exit-codes",
    claim: "124 is a time limit, 137 a termination, else the main process's own code",
    isSlow: true,
    async run({ start }) {
      const [ended, limited, terminated] = await Promise.all([
        start({ command: ["sh", "-c", "exit 3"] }),
        start({ timeoutMs: 10_000 }),
        start(),
      ]);
      await terminated.terminate();
      const codes = await Promise.all([ended.wait(), limited.wait(), terminated.wait()]);
      expectSeen([3, 124, 137], codes);
      return codes.join(", ");
    },
  },
  {
    name: "idle",
    claim: "A running command keeps a sandbox from being idle; without one it ends",
    isSlow: true,
    async run({ start, run }) {
      const sandbox = await start({ idleTimeoutMs: 10_000 });
      await run(sandbox, ["sleep", "20"]);
      expectSeen(null, await sandbox.poll());
      const since = performance.now();
      const code = await sandbox.wait();
      return `ended with ${code}, ${((performance.now() - since) / 1_000).toFixed(0)} s later`;
    },
  },
  {
    name: "errors",
    claim: "A program that is not there, and a sandbox that has ended, are errors of exec",
    async run({ start }) {
      const sandbox = await start();
      const missing = await describeThrown(async () => {
        const code = await (await sandbox.exec(["no-such-program"])).wait();
        throw new Error(`exit code ${code}`);
      });
      await sandbox.terminate({ wait: true });
      const over = await describeThrown(() => sandbox.exec(["true"]));
      return `${missing}; ${over}`;
    },
  },
  {
    name: "tags",
    claim: "Sandboxes of both generations are found by tag in one list",
    async run({ client, app, start, uniqueName }) {
      const tags = { run: uniqueName() };
      const second = await start({ tags });
      client.profile.sandboxV2 = false;
      const first = await start({ tags }).finally(() => client.profile.sandboxV2 = true);
      const { sandboxes } = await client.cpClient.sandboxListV2({
        appId: app.appId,
        tags: [{ tagName: "run", tagValue: tags.run }],
        includeFinished: false,
      });
      const ids = [first.sandboxId, second.sandboxId];
      expectSeen(ids.toSorted(), sandboxes.map(({ id }) => id).toSorted());
      const [found] = sandboxes;
      return `found, started ${new Date((found?.createdAt ?? 0) * 1_000).toISOString()}`;
    },
  },
];

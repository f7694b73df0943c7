/**
 * Points about streams: how much fits into one write, and how long output is kept.
 *
 * @module
 */

import { describeThrown, expectSeen, type LivePoint } from "./live_point.ts";

const MIB = 2 ** 20;
const COUNT = ["python3", "-c", "import sys; print(len(sys.stdin.buffer.read()))"];

/** The points. */
export const STREAM_POINTS: readonly LivePoint[] = [
  {
    name: "stdin",
    claim: "One write of 4 MiB is taken, and what follows arrives in order",
    async run({ start }) {
      const process = await (await start()).exec(COUNT);
      const writer = process.stdin.getWriter();
      await writer.write("x".repeat(4 * MIB));
      await writer.write("y");
      await writer.close();
      expectSeen(`${4 * MIB + 1}\n`, await process.stdout.readText());
      return "4 MiB in one write";
    },
  },
  {
    name: "stdin-limit",
    claim: "A write that is too large is refused and not cut",
    async run({ start }) {
      const process = await (await start()).exec(COUNT);
      const writer = process.stdin.getWriter();
      return await describeThrown(() => writer.write("x".repeat(32 * MIB)));
    },
  },
  {
    name: "retention",
    claim: "Output that nobody read is there 40 s after its command has ended",
    isSlow: true,
    async run({ start }) {
      const process = await (await start()).exec(["sh", "-c", "head -c 8388608 /dev/zero"]);
      expectSeen(0, await process.wait());
      await new Promise((resolve) => setTimeout(resolve, 40_000));
      expectSeen(8 * MIB, (await process.stdout.readText()).length);
      return "8 MiB kept";
    },
  },
  {
    name: "files",
    claim: "Files of 64 MiB arrive whole, and the errors of the tools are told apart",
    async run({ start, run }) {
      const sandbox = await start();
      const begin = performance.now();
      await sandbox.filesystem.writeBytes(new Uint8Array(64 * MIB), "/tmp/big/file");
      const seconds = (performance.now() - begin) / 1_000;
      expectSeen(
        `${64 * MIB}\n`,
        (await run(sandbox, ["sh", "-c", "wc -c < /tmp/big/file"])).stdout,
      );
      const missing = await describeThrown(() => sandbox.filesystem.readText("/none"));
      expectSeen("SandboxFilesystemNotFoundError", missing.split(":")[0]);
      return `${(64 / seconds).toFixed(0)} MiB/s; ${missing}`;
    },
  },
];

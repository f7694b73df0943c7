/**
 * What is measured of the local sandbox, against what, and the bar it should stay under.
 *
 * @module
 */

import { findPython } from "../backends/local/find_python.ts";
import { createLocalBackend } from "../backends/local/mod.ts";
import { createProcessTransport } from "../backends/local/process_transport.ts";
import { createSession, type Transport } from "../sandbox/mod.ts";
import type { IsolationLevel } from "../src/core/backend.ts";
import type { HostTool } from "../src/core/host_tool.ts";
import { type LineEcho, spawnLeastDriver, spawnRoundTrip, startLineEcho } from "./line_echo.ts";
import { interleave, type Sampler, type Summary } from "./samples.ts";

/** One comparison. */
export interface SandboxCase {
  /** What is measured. */
  readonly name: string;
  /** What it is measured against. */
  readonly against: string;
  /** Most that the ratio of the medians should be. */
  readonly maxRatio: number;
  /** Most milliseconds that the median should be, where there is such a bar. */
  readonly maxMs?: number;
  /** Takes the samples. */
  measure(): Promise<{ readonly subject: Summary; readonly baseline: Summary }>;
}

/** What the cases are made with. */
export interface CaseOptions {
  /** Folder that holds what is kept between runs, and test files. */
  readonly folder: string;
  /** Rounds of the cases that start a process each time. */
  readonly starts: number;
}

const CALLS = 300;
const FILE_BYTES = 100_000_000;
const BINDS = 9;

/** The comparisons, in order. */
export async function sandboxCases({ folder, starts }: CaseOptions): Promise<SandboxCase[]> {
  const settings = (isolation: IsolationLevel) => ({ isolation, cacheFolder: `${folder}/cache` });
  const backend = (isolation: IsolationLevel) => createLocalBackend(settings(isolation));
  const python = (await findPython({ cacheFolder: `${folder}/cache` })).executable;
  const bare: Sampler = () => spawnRoundTrip(python);

  const start = (isolation: IsolationLevel): Sampler => async () => {
    const startedAt = performance.now();
    const session = backend(isolation).createInterpreter();
    await session.execute("");
    const ms = performance.now() - startedAt;
    await session.shutdown();
    return ms;
  };

  return [
    {
      name: "start to first cell result, plain",
      against: "bare python3 -I -S, spawn and one round trip",
      maxRatio: 1.3,
      measure: () => interleave(start("process"), bare, starts),
    },
    {
      name: "the same",
      against: "one that also loads _json, select and _thread, and compiles and runs one line",
      maxRatio: 1.3,
      measure: () => interleave(start("process"), () => spawnLeastDriver(python), starts),
    },
    {
      name: "start to first cell result, bubblewrap",
      against: "bare python3 -I -S, spawn and one round trip",
      maxRatio: 2,
      measure: () => interleave(start("bubblewrap"), bare, starts),
    },
    {
      name: "warm empty cell",
      against: "one line there and back",
      maxRatio: 4,
      maxMs: 0.5,
      measure: () => warmCell(backend("process"), python),
    },
    {
      name: "host tool round trip, seen by the guest",
      against: "one line there and back",
      maxRatio: 4,
      maxMs: 0.5,
      measure: () => toolCall(backend("process"), python),
    },
    {
      name: "bind a file of 100 MB",
      against: 'open(path, encoding="utf-8").read() in the same Python',
      maxRatio: 1.3,
      measure: () => bindFile(backend("process"), folder),
    },
  ];
}

type LocalBackend = ReturnType<typeof createLocalBackend>;

async function warmCell(backend: LocalBackend, python: string) {
  await using session = backend.createInterpreter();
  await session.execute("");
  const echo = startLineEcho(python);
  try {
    return await interleave(
      perCall(() => session.execute("")),
      perCall(() => echo.roundTrip()),
      20,
    );
  } finally {
    await echo.close();
  }
}

async function toolCall(backend: LocalBackend, python: string) {
  const ping: HostTool = {
    name: "ping",
    description: "",
    parameters: [],
    call: () => Promise.resolve(null),
  };
  await using session = backend.createInterpreter({ tools: [ping] });
  const echo: LineEcho = startLineEcho(python);
  const code = `import time
started = time.perf_counter()
for _ in range(${CALLS}): ping()
(time.perf_counter() - started) * 1000 / ${CALLS}`;
  try {
    const subject: Sampler = async () => {
      const result = await session.execute(code, { wantValue: true });
      return result.status === "ok" ? Number(result.value) : NaN;
    };
    return await interleave(subject, perCall(() => echo.roundTrip()), 20);
  } finally {
    await echo.close();
  }
}

/** Milliseconds of one of {@linkcode CALLS} calls. */
function perCall(call: () => Promise<unknown>): Sampler {
  return async () => {
    const startedAt = performance.now();
    for (let i = 0; i < CALLS; i++) await call();
    return (performance.now() - startedAt) / CALLS;
  };
}

async function bindFile(backend: LocalBackend, folder: string) {
  const path = `${folder}/hundred_megabytes.txt`;
  const line = new TextEncoder().encode(`${"naïve words of a long document ".repeat(3)}\n`);
  const bytes = new Uint8Array(FILE_BYTES - FILE_BYTES % line.length);
  for (let at = 0; at < bytes.length; at += line.length) bytes.set(line, at);
  await Deno.writeFile(path, bytes);
  const file = { path, sha256: "", bytes: bytes.length, encoding: "utf-8" as const };
  const subject: Sampler = async () => {
    await using session = backend.createInterpreter({ files: [file] });
    await session.start();
    const startedAt = performance.now();
    await session.bind([{ kind: "file", name: "document", file }]);
    return performance.now() - startedAt;
  };
  const baseline: Sampler = async () => {
    await using session = backend.createInterpreter();
    const code = `import time
started = time.perf_counter()
with open(${JSON.stringify(path)}, encoding="utf-8") as file: text = file.read()
(time.perf_counter() - started) * 1000`;
    const result = await session.execute(code, { wantValue: true });
    return result.status === "ok" ? Number(result.value) : NaN;
  };
  try {
    return await interleave(subject, baseline, BINDS);
  } finally {
    await Deno.remove(path);
  }
}

/** Bytes sent to the guest for five cells, less what the same cells take without any input bound. */
export async function bytesForInputsAfterTheFirstTurn(folder: string): Promise<number> {
  const path = `${folder}/document.txt`;
  await Deno.writeTextFile(path, "words ".repeat(1_000_000));
  const file = { path, sha256: "", bytes: 6_000_000, encoding: "utf-8" as const };
  const sent = async (isBound: boolean) => {
    let bytes = 0;
    const transport = counted(createProcessTransport({ isolation: "process" }), (count) => {
      bytes += count;
    });
    await using session = createSession(transport, { files: [file] });
    await session.start();
    if (isBound) {
      await session.bind([
        { kind: "file", name: "document", file },
        { kind: "value", name: "notes", value: "x".repeat(1_000_000) },
      ]);
    }
    bytes = 0;
    for (let turn = 0; turn < 5; turn++) await session.execute("x = 1");
    return bytes;
  };
  return await sent(true) - await sent(false);
}

function counted(transport: Transport, onSend: (bytes: number) => void): Transport {
  return {
    async open(options) {
      const channel = await transport.open(options);
      const send: typeof channel.send = (bytes) => {
        onSend(bytes.length);
        return channel.send(bytes);
      };
      return { ...channel, send };
    },
  };
}

/**
 * One cell in a session of its own, in a host process of its own: how much memory the host and the guest
 * took for it. A program: it reads a {@linkcode ProbeRequest} as JSON from its one argument and prints a
 * {@linkcode ProbeReport}. Linux alone, since it reads `/proc`.
 *
 * @module
 */

import { createLocalBackend } from "../backends/local/mod.ts";
import type { IsolationLevel } from "../src/core/backend.ts";
import { messageOf } from "../src/core/errors.ts";
import type { HostTool } from "../src/core/host_tool.ts";
import { runInOwnProcess } from "./own_process.ts";

/** What to run. */
export interface ProbeRequest {
  /** Isolation of the guest. */
  readonly isolation: IsolationLevel;
  /** The cell; it may call `refuse(v)`, which always fails, and `hang(v)`, which never answers. */
  readonly code: string;
}

/** What was measured. */
export interface ProbeReport {
  /** How the cell ended, or the message of what was thrown. */
  readonly status: string;
  /** Code points printed. */
  readonly chars: number;
  /** Code points left out. */
  readonly omittedChars: number;
  /** First and last characters of the output. */
  readonly ends: readonly [head: string, tail: string];
  /** Calls that reached a tool. */
  readonly calls: number;
  /** Memory of the host when the session had started, bytes. */
  readonly hostBeforeBytes: number;
  /** Highest memory of the host, bytes. */
  readonly hostPeakBytes: number;
  /** Highest memory of the guest's Python, bytes; 0 when it is gone. */
  readonly guestPeakBytes: number;
  /** Seconds that the cell took. */
  readonly seconds: number;
}

const END_CHARS = 40;

/** Runs a request in a new process and gives its report. */
export function probeMemory(request: ProbeRequest): Promise<ProbeReport> {
  return runInOwnProcess(import.meta.url, { request });
}

async function probe({ isolation, code }: ProbeRequest): Promise<ProbeReport> {
  let calls = 0;
  const tool = (name: string, call: HostTool["call"]): HostTool => ({
    name,
    description: "",
    parameters: [{ name: "v", default: null }],
    call: (args, context) => {
      calls++;
      return call(args, context);
    },
  });
  const refuse = tool("refuse", () => Promise.reject(new Error("The budget is used up")));
  const hang = tool("hang", (_args, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }));
  await using session = createLocalBackend({ isolation })
    .createInterpreter({ tools: [refuse, hang] });
  await session.execute("pass");
  const hostBeforeBytes = peakBytes();
  const startedAt = performance.now();
  let [status, text, chars, omittedChars] = ["", "", 0, 0];
  try {
    const result = await session.execute(code);
    status = result.status === "error" ? result.error.traceback : result.status;
    ({ text, chars, omittedChars } = result.output);
  } catch (thrown) {
    status = messageOf(thrown);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const hostPeakBytes = peakBytes();
  return {
    status,
    chars,
    omittedChars,
    ends: [text.slice(0, END_CHARS), text.slice(-END_CHARS)],
    calls,
    hostBeforeBytes,
    hostPeakBytes,
    guestPeakBytes: await guestPeak(),
    seconds,
  };

  async function guestPeak(): Promise<number> {
    try {
      const code = "open('/proc/self/status').read()";
      const result = await session.execute(code, { wantValue: true });
      return result.status === "ok" ? highWater(String(result.value)) : 0;
    } catch {
      return 0;
    }
  }
}

function peakBytes(): number {
  return highWater(Deno.readTextFileSync("/proc/self/status"));
}

function highWater(status: string): number {
  return 1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

if (import.meta.main) {
  const report = await probe(JSON.parse(Deno.args[0] ?? "{}"));
  console.log(JSON.stringify(report));
}

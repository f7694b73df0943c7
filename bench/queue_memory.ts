/**
 * How the memory of the host grows while sub-queries wait for a model that does not answer. A program in
 * a process of its own: it reads a {@linkcode QueueRequest} as JSON from its one argument and prints a
 * {@linkcode QueueReport}. Linux alone, since it reads `/proc`.
 *
 * @module
 */

import type { HostTool } from "../src/core/host_tool.ts";
import type { JsonValue } from "../src/core/json.ts";
import { benchBackend, runEngine } from "./engine_run.ts";
import { modelsAt, planned, startModelServer } from "./model_server.ts";
import { runInOwnProcess } from "./own_process.ts";

/** What to queue. */
export interface QueueRequest {
  /** Number of sub-queries. */
  readonly queries: number;
  /** Length of each prompt: ASCII, so one byte a character. */
  readonly promptBytes: number;
  /** Folder for the sandbox. */
  readonly folder: string;
  /**
   * Gives the prompts to a host tool that only keeps them, in place of the engine: what bringing them
   * from the guest takes by itself.
   * @default {false}
   */
  readonly isBare?: boolean;
}

/** What was measured, in bytes. */
export interface QueueReport {
  /** Growth of what is in use, after a garbage collection: heap and buffers. */
  readonly heldBytes: number;
  /** Growth of the resident memory, after a garbage collection. */
  readonly collectedBytes: number;
  /** Growth of the resident memory while they wait. */
  readonly settledBytes: number;
  /** Growth of the resident memory at its highest, while the batch comes in. */
  readonly peakBytes: number;
  /** Calls that had been made of the model meanwhile; all others were waiting. */
  readonly started: number;
}

/** Time for what goes on in the background to come to rest, milliseconds. */
const REST_MS = 1_000;

const WARM_QUERIES = 64;

/** Measures in a new process, against a server in another. */
export function measureQueue(request: QueueRequest): Promise<QueueReport> {
  return runInOwnProcess(import.meta.url, { request, flags: ["--v8-flags=--expose-gc"] });
}

/** The memory of this process, told as growth since it was last marked. */
class Growth {
  #resident = 0;
  #inUse = 0;

  mark(): void {
    collect();
    this.#resident = Deno.memoryUsage().rss;
    this.#inUse = inUse();
    // Forgets the highest memory so far.
    Deno.writeTextFileSync("/proc/self/clear_refs", "5");
  }

  async report(started: number): Promise<QueueReport> {
    await rest();
    const settledBytes = Deno.memoryUsage().rss - this.#resident;
    const peakBytes = highestBytes() - this.#resident;
    collect();
    await rest();
    collect();
    const collectedBytes = Deno.memoryUsage().rss - this.#resident;
    return { heldBytes: inUse() - this.#inUse, collectedBytes, settledBytes, peakBytes, started };
  }
}

async function probe(request: QueueRequest): Promise<QueueReport> {
  const { queries, promptBytes, folder } = request;
  // The first batch warms up what the second one needs.
  const batches = [
    `[f"now {i}" for i in range(${WARM_QUERIES})]`,
    `[(f"later {i} " + "words of a long document " * (${promptBytes} // 25 + 1))` +
    `[:${promptBytes}] for i in range(${queries})]`,
  ];
  return request.isBare ? await probeBare(batches, folder) : await probeEngine(batches, request);
}

async function probeEngine(
  batches: readonly string[],
  { queries, folder }: QueueRequest,
): Promise<QueueReport> {
  await using server = await startModelServer({
    turns: batches.map((batch) => planned(`answers = llm_query_batched(${batch})`)),
    answerAfterMs: 3_600_000,
  });
  const growth = new Growth();
  const stop = new AbortController();
  const admitted = Promise.withResolvers<void>();
  let started = 0;
  const run = runEngine({
    models: await modelsAt(server.url),
    folder,
    maxIterations: 2,
    maxLlmCalls: queries + WARM_QUERIES,
    signal: stop.signal,
    listener: (event) => {
      if (event.type === "code-start" && event.step === 2) growth.mark();
      // The batch is admitted whole: what does not start now waits.
      if (event.type === "query-start" && event.step === 2 && ++started === 1) admitted.resolve();
    },
  });
  run.catch(admitted.reject);
  await admitted.promise;
  const report = await growth.report(0);
  stop.abort();
  await run.catch(() => {});
  return { ...report, started };
}

async function probeBare(batches: readonly string[], folder: string): Promise<QueueReport> {
  const kept: JsonValue[] = [];
  const growth = new Growth();
  const tool: HostTool = {
    name: "keep",
    description: "",
    parameters: [{ name: "prompts" }],
    call: ({ prompts = null }) => {
      kept.push(prompts);
      return Promise.resolve(null);
    },
  };
  await using session = benchBackend(folder).createInterpreter({ tools: [tool] });
  await session.execute(`keep(${batches[0]})`);
  growth.mark();
  await session.execute(`keep(${batches[1]})`);
  return await growth.report(0);
}

function inUse(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST_MS));
}

function highestBytes(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return 1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN);
}

if (import.meta.main) {
  const report = await probe(JSON.parse(Deno.args[0] ?? "{}"));
  console.log(JSON.stringify(report));
}

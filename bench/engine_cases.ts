/**
 * What is measured of the engine, and the bars: many sub-queries side by side, the memory of those that
 * wait, what a turn takes beside the model and the cell, and the bytes that a turn sends anew.
 *
 * @module
 */

import { childStarts } from "./child_cases.ts";
import { engineTurns } from "./engine_turns.ts";
import { CONCURRENCY, runEngine } from "./engine_run.ts";
import { modelsAt, planned, startModelServer } from "./model_server.ts";
import { queueMemory } from "./queue_cases.ts";
import { summarize, type Summary, takeTurns } from "./samples.ts";

/** One figure. */
export interface EngineRow {
  /** What is measured. */
  readonly name: string;
  /** Its unit; empty for a ratio. */
  readonly unit: "×" | "ms" | "bytes";
  /** The figure. */
  readonly value: Summary;
  /** Most that its median should be; without one it is told to explain the others. */
  readonly bar?: number;
}

/** What the cases are made with. */
export interface EngineCaseOptions {
  /** Folder that holds what is kept between runs. */
  readonly folder: string;
  /** Is told how far it is. */
  readonly onProgress?: (what: string) => void;
}

const QUERIES = 64;
const ANSWER_MS = 200;
const FAN_OUT_ROUNDS = 9;

/** All figures, in order. */
export async function measureEngine(options: EngineCaseOptions): Promise<readonly EngineRow[]> {
  const rows: EngineRow[] = [];
  for (const measure of [fanOut, engineTurns, childStarts, queueMemory]) {
    options.onProgress?.(`measuring: ${measure.name}`);
    rows.push(...await measure(options.folder));
  }
  return rows;
}

/** From the guest's call of `llm_query_batched` to its answers, as the guest's clock tells it. */
async function fanOut(folder: string): Promise<readonly EngineRow[]> {
  const code = `import time
prompts = [f"Question {i}" for i in range(${QUERIES})]
started = time.perf_counter()
answers = llm_query_batched(prompts)
elapsed = (time.perf_counter() - started) * 1000
assert answers == ["An answer."] * ${QUERIES}, answers
SUBMIT(elapsed)`;
  await using server = await startModelServer({ turns: [planned(code)], answerAfterMs: ANSWER_MS });
  const models = await modelsAt(server.url);
  const idealMs = Math.ceil(QUERIES / CONCURRENCY) * ANSWER_MS;
  let first = NaN;
  const engine = async () => {
    const run = await runEngine({ models, folder, maxIterations: 1, maxLlmCalls: QUERIES });
    const ratio = Number(run.outputs?.found) / idealMs;
    if (Number.isNaN(first)) first = ratio;
    return ratio;
  };
  const bare = async () => await askBare(server.url) / idealMs;
  const [ours, theirs] = await takeTurns([engine, bare], FAN_OUT_ROUNDS);
  const what = `${QUERIES} sub-queries of ${ANSWER_MS} ms at concurrency ${CONCURRENCY}`;
  return [
    {
      name: `${what}, against ${idealMs} ms`,
      unit: "×",
      value: summarize(ours!),
      bar: 1.05,
    },
    { name: "the first run of the process", unit: "×", value: summarize([first]) },
    { name: "the same requests by fetch alone", unit: "×", value: summarize(theirs!) },
  ];
}

/** The same requests without an engine: so many workers, each one after another. */
async function askBare(url: string): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const work = async () => {
    while (next < QUERIES) {
      const messages = [{ role: "user", content: `Question ${next++}` }];
      const response = await fetch(`${url}/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "sub", messages }),
      });
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return performance.now() - startedAt;
}

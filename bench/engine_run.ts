/**
 * One run of the engine in the local sandbox, for the cases of the bench, with its record written as the
 * program writes it.
 *
 * @module
 */

import { createLocalBackend } from "../backends/local/mod.ts";
import type { LanguageModel } from "../src/core/lm.ts";
import type { RunListener } from "../src/core/run_event.ts";
import { openTrajectory, parseSignature, type RunResult, runRlm } from "../src/rlm/mod.ts";

/** What to run. */
export interface EngineRunOptions {
  /** Its models. */
  readonly models: { readonly planner: LanguageModel; readonly subModel: LanguageModel };
  /** Folder for what is kept between runs, and for the record. */
  readonly folder: string;
  /** Most turns. */
  readonly maxIterations: number;
  /** Most sub-queries. */
  readonly maxLlmCalls?: number;
  /** Is told of every event. */
  readonly listener?: RunListener;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

/** Most model calls at once in every run of the bench. */
export const CONCURRENCY = 16;

/** The sandbox that all runs of the bench use. */
export function benchBackend(folder: string): ReturnType<typeof createLocalBackend> {
  return createLocalBackend({ isolation: "process", cacheFolder: `${folder}/cache` });
}

/** Runs the task `query -> found: float`. */
export async function runEngine(options: EngineRunOptions): Promise<RunResult> {
  const { folder, listener, maxIterations, maxLlmCalls = 0, models, signal } = options;
  const backend = benchBackend(folder);
  const record = await Deno.makeTempFile({ dir: folder, suffix: ".jsonl" });
  try {
    using trajectory = openTrajectory(record);
    return await runRlm({
      ...models,
      signature: parseSignature("query -> found: float"),
      variables: [{ kind: "value", name: "query", value: "How much is it?" }],
      createInterpreter: (given) => backend.createInterpreter(given),
      backend: "local",
      concurrency: CONCURRENCY,
      limits: { maxIterations, maxLlmCalls },
      listeners: [trajectory.listener, ...(listener === undefined ? [] : [listener])],
      ...(signal === undefined ? {} : { signal }),
    });
  } finally {
    await Deno.remove(record);
  }
}

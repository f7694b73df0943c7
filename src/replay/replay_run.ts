/**
 * Replays a recorded run: the real code in a real sandbox, every answer of models and tools from the
 * record. Needs no key and no network, and writes no record unless a listener does.
 *
 * @module
 */

import type { PoolHint } from "../core/backend.ts";
import type { Interpreter, InterpreterOptions } from "../core/interpreter.ts";
import type { RunListener } from "../core/run_event.ts";
import type { Variable } from "../core/variable.ts";
import type { PriceCall } from "../lm/price.ts";
import { runRlm } from "../rlm/run.ts";
import type { RunOptions, RunResult } from "../rlm/run_options.ts";
import { planRun } from "../rlm/run_plan.ts";
import { checkInterpreter } from "./checked_interpreter.ts";
import { stringifyJson } from "../core/json.ts";
import { matchesRecordedValue } from "./match_redacted.ts";
import { checkRecordedInputs } from "./recorded_inputs.ts";
import type { RunRecord } from "./run_record.ts";
import { createServedModels } from "./served_models.ts";
import { RecordEndError, ServedRun } from "./served_run.ts";
import { declaredTools, serveTool } from "./served_tools.ts";

/** Options of {@linkcode replayRun}. */
export interface ReplayOptions {
  /** What is replayed. */
  readonly record: RunRecord;
  /** Its inputs, opened. */
  readonly variables: readonly Variable[];
  /** Makes an interpreter. */
  createInterpreter(options: InterpreterOptions): Interpreter;
  /** How eagerly interpreters are started for child runs, as the backend says. */
  readonly pool?: PoolHint;
  /**
   * Whether differences that could be borne, such as in what a cell printed, end the replay too.
   * @default {false}
   */
  readonly strict?: boolean;
  /** Told of differences that are borne. */
  onWarn(message: string): void;
  /** Listeners of the run's events. */
  readonly listeners?: readonly RunListener[];
  /** Ends the replay when aborted. */
  readonly signal?: AbortSignal;
}

/** A replay that never left its record. */
export interface Replay {
  /** What came of it; absent when the recorded run was killed or interrupted before its end. */
  readonly result?: RunResult;
  /** Whether the replay stopped where the record does, before the run was over. */
  readonly cut: boolean;
  /** Differences that were borne. */
  readonly warnings: number;
}

/**
 * Replays a run.
 *
 * @throws {DivergenceError} where the run first leaves its record.
 * @throws {FleetError} what the recorded run failed with; `input-invalid` for inputs that are not
 * those of the record; what the backend throws.
 */
export async function replayRun(options: ReplayOptions): Promise<Replay> {
  const { record } = options;
  const run = new ServedRun({
    record,
    purpose: "replay",
    steps: record.steps.length,
    strict: options.strict ?? false,
    onWarn: options.onWarn,
  });
  const runOptions = createOptions(run, options);
  checkRecordedInputs(record, planRun(runOptions).variables);
  try {
    const result = await runRlm(runOptions);
    checkResult(run, result);
    return { result, cut: false, warnings: run.warnings };
  } catch (thrown) {
    if (!(thrown instanceof RecordEndError)) throw thrown;
    const result = recordedResult(record);
    const { warnings } = run;
    return { ...(result === undefined ? {} : { result }), cut: true, warnings };
  }
}

function createOptions(run: ServedRun, options: ReplayOptions): RunOptions {
  const { backend, limits, recipe, runId, signature, task } = run.record.start;
  return {
    signature,
    variables: options.variables,
    ...createServedModels(run),
    createInterpreter: (given) => checkInterpreter(options.createInterpreter(given), run, given),
    ...(options.pool === undefined ? {} : { pool: options.pool }),
    backend,
    task,
    limits,
    concurrency: recipe.concurrency,
    cellTimeoutMs: recipe.cellTimeoutMs,
    timeoutMs: 0, // A limit in time would strike elsewhere than it did.
    priceCall: recordedPrices(run.record),
    tools: declaredTools(run),
    wrapTool: (tool, path) => serveTool(run, tool, path),
    settings: recipe.settings,
    listeners: options.listeners ?? [],
    signal: AbortSignal.any([
      run.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]),
    runId,
  };
}

/** Calls are admitted as they were; what they took is on record, so a price that is not costs nothing. */
function recordedPrices({ start }: RunRecord): PriceCall {
  const { prices } = start.recipe;
  return (model, { inputTokens, outputTokens }) => {
    const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
    if (price === undefined) return 0;
    return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
  };
}

function checkResult(run: ServedRun, result: RunResult): void {
  const { end } = run.record;
  if (end?.status === undefined) return;
  const differ = (what: string, recorded: string, actual: string): never =>
    run.diverge({ kind: "outputs", step: run.step, what, recorded, actual });
  if (end.status !== result.status) {
    differ("the run ended in another way", end.status, result.status);
  }
  const [recorded, actual] = [end.outputs ?? {}, result.outputs ?? {}];
  if (matchesRecordedValue(recorded, actual)) return;
  const [before, now] = [recorded, actual].map((each) => stringifyJson(each, { indent: 2 }));
  differ("the outputs are not the recorded ones", before ?? "", now ?? "");
}

/** What the record says of the end, when a replay cannot come to it: a limit in time. */
function recordedResult({ end, limit, start }: RunRecord): RunResult | undefined {
  if (end?.status === undefined) return undefined;
  const { iterations, llmCalls, outputs, status, usage } = end;
  return {
    runId: start.runId,
    status,
    ...(outputs === undefined ? {} : { outputs }),
    ...(limit === undefined ? {} : { limit: limit.limit }),
    iterations,
    llmCalls,
    usage,
    steps: [],
  };
}

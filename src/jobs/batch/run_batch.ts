/**
 * Many runs, so many at a time, each in a sandbox of its own. One that fails does not stop the others.
 * Keeps nothing of a task that ended.
 *
 * @module
 */

import { InterruptedError, throwIfAborted } from "../../core/errors.ts";
import type { HostTool } from "../../core/host_tool.ts";
import type { RunListener } from "../../core/run_event.ts";
import type { OpenInputs } from "../../inputs/open_inputs.ts";
import type { InputSpec } from "../../inputs/parse_input.ts";
import { createRunId } from "../../rlm/run_plan.ts";
import type { JobLimits } from "../job_limits.ts";
import type { RunHost } from "../run_host.ts";
import { type JobOutcome, runJob } from "../run_job.ts";
import type { BatchTask } from "./task_file.ts";
import { failureOf, NOTHING_SPENT, resultOf, type Spent, type TaskResult } from "./task_result.ts";

/** How inputs are opened. */
export interface OpenTaskInputsOptions {
  /** Ends the reading when aborted. */
  readonly signal: AbortSignal;
  /** Told of each input that is not taken whole. */
  readonly onWarn: (message: string) => void;
}

/** Who follows one task. */
export interface TaskWatch {
  /** Hears its events, after its record. */
  readonly listener: RunListener;
  /** Hears what is wrong with its inputs or its record. */
  readonly onWarn: (message: string) => void;
}

/** Options of {@linkcode runBatch}. */
export interface BatchOptions {
  /** What the runs share. */
  readonly host: RunHost;
  /** Most runs at a time. */
  readonly parallel: number;
  /** Most model calls of one run under way at once. */
  readonly concurrency: number;
  /** Limits of tasks that do not set their own. */
  readonly limits: JobLimits;
  /** Host tools that every task is given. */
  readonly tools?: readonly HostTool[];
  /** Opens the inputs of a task. */
  openInputs(specs: readonly InputSpec[], options: OpenTaskInputsOptions): Promise<OpenInputs>;
  /** Called when a task begins. */
  watch(task: BatchTask): TaskWatch;
  /** Ends everything when aborted. */
  readonly signal: AbortSignal;
}

type Ended = TaskResult | { readonly interruption: InterruptedError };

/**
 * Runs the tasks and gives their results as they end. Whoever stops asking ends the runs under way.
 * @throws {FleetError} `interrupted` when the signal was aborted, after the results of all runs that
 * had ended by themselves; what `tasks` throws.
 */
export async function* runBatch(
  tasks: AsyncIterable<BatchTask>,
  options: BatchOptions,
): AsyncGenerator<TaskResult, void, void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const source = tasks[Symbol.asyncIterator]();
  const queue = new EndedQueue();
  let interruption: InterruptedError | undefined;
  let isExhausted = false;
  try {
    for (;;) {
      while (!isExhausted && !signal.aborted && queue.running < options.parallel) {
        const { done, value } = await source.next();
        if (done) isExhausted = true;
        else queue.add(runTask(value, { ...options, signal }));
      }
      if (queue.running === 0) break;
      const ended = await queue.next();
      if ("interruption" in ended) interruption = ended.interruption;
      else yield ended;
    }
    if (interruption !== undefined) throw interruption;
    if (!isExhausted) throwIfAborted(options.signal);
  } finally {
    ending.abort(new InterruptedError());
    await queue.drain();
    await source.return?.();
  }
}

/** Work under way, in the order in which it ends. */
class EndedQueue {
  readonly #ended: Promise<Ended>[] = [];
  #wake: () => void = () => {};
  #running = 0;

  /** How much of it was not taken yet. */
  get running(): number {
    return this.#running;
  }

  add(work: Promise<Ended>): void {
    this.#running++;
    const end = (): void => {
      this.#ended.push(work);
      this.#wake();
    };
    work.then(end, end);
  }

  async next(): Promise<Ended> {
    for (;;) {
      const first = this.#ended.shift();
      if (first !== undefined) {
        this.#running--;
        return await first;
      }
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  async drain(): Promise<void> {
    while (this.#running > 0) await this.next().catch(() => {});
  }
}

async function runTask(task: BatchTask, options: BatchOptions): Promise<Ended> {
  const { host, signal } = options;
  const { listener, onWarn } = options.watch(task);
  const startedAt = performance.now();
  const runId = createRunId();
  let spent: Spent = NOTHING_SPENT;
  let isRunning = false;
  const count: RunListener = (event) => {
    isRunning = true;
    if (event.type !== "run-end" || event.run !== undefined) return;
    const { iterations, llmCalls, usage } = event;
    spent = { iterations, llmCalls, usage };
  };
  const end = () => ({ task, durationMs: performance.now() - startedAt });
  try {
    const outcome = await runIn(task, options, { runId, listeners: [count, listener], onWarn });
    return resultOf(outcome, end());
  } catch (thrown) {
    if (signal.aborted) return { interruption: interruptionOf(thrown) };
    const path = isRunning ? host.recordPath(runId) : undefined;
    const redact = (text: string) => host.redact(text);
    return failureOf({ thrown, spent, runId, path, redact }, end());
  }
}

async function runIn(
  task: BatchTask,
  options: BatchOptions,
  run: {
    readonly runId: string;
    readonly listeners: readonly RunListener[];
    readonly onWarn: (message: string) => void;
  },
): Promise<JobOutcome> {
  const { concurrency, host, limits: common, signal, tools = [] } = options;
  const { listeners, onWarn, runId } = run;
  throwIfAborted(signal);
  await using inputs = await options.openInputs(task.inputs, { signal, onWarn });
  const { limits, models, timeoutMs = common.timeoutMs, cellTimeoutMs = common.cellTimeoutMs } =
    task;
  return await runJob(
    {
      task: task.task,
      variables: inputs.variables,
      models,
      limits: { ...common.limits, ...limits },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(cellTimeoutMs === undefined ? {} : { cellTimeoutMs }),
      concurrency,
      tools,
      runId,
    },
    host,
    { listeners, onWarn, signal },
  );
}

function interruptionOf(thrown: unknown): InterruptedError {
  return thrown instanceof InterruptedError
    ? thrown
    : new InterruptedError("Interrupted", { cause: thrown });
}

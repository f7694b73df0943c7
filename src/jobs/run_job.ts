/**
 * Makes one run from typed data: no command line, no terminal. For the running commands, for many runs
 * in one process, and for servers.
 *
 * @module
 */

import type { HostTool } from "../core/host_tool.ts";
import type { RunLimits, RunListener } from "../core/run_event.ts";
import type { Variable, VariableInfo } from "../core/variable.ts";
import { DEFAULT_CONCURRENCY } from "../rlm/limits/limit_table.ts";
import { runRlm } from "../rlm/run.ts";
import type { RunOptions, RunResult } from "../rlm/run_options.ts";
import { createRunId, planRun } from "../rlm/run_plan.ts";
import { openTrajectory } from "../rlm/trajectory.ts";
import type { Task } from "../tasks/task.ts";
import type { ModelChoice, RunHost } from "./run_host.ts";

/** What is wanted of a run. */
export interface Job {
  /** What is to be done. */
  readonly task: Task;
  /** One for each input of the task's signature; whoever opened their files closes them. */
  readonly variables: readonly Variable[];
  /** Which models, where not those of the host. */
  readonly models?: ModelChoice;
  /** Limits in place of the task's. */
  readonly limits?: Partial<RunLimits>;
  /**
   * Most milliseconds for the run and its sandbox; 0 for none.
   * @default {those of the task}
   */
  readonly timeoutMs?: number;
  /**
   * Most milliseconds per cell; 0 for none.
   * @default {0}
   */
  readonly cellTimeoutMs?: number;
  /**
   * Most model calls under way at once.
   * @default {16}
   */
  readonly concurrency?: number;
  /** Host tools besides those of the task. */
  readonly tools?: readonly HostTool[];
  /** Identifier of the run; made anew when left out. */
  readonly runId?: string;
  /**
   * Path of its record.
   * @default {where the host keeps records, if it does}
   */
  readonly record?: string;
  /** Changes the options of the run once all of them are known. */
  readonly adapt?: (options: RunOptions) => RunOptions;
}

/** Who follows a run and who ends it. */
export interface RunJobOptions {
  /** Hear its events, after the record. */
  readonly listeners?: readonly RunListener[];
  /** Hears what went wrong with the record. */
  readonly onWarn?: (message: string) => void;
  /** Ends it when aborted. */
  readonly signal?: AbortSignal;
}

/** What came of a job. */
export interface JobOutcome {
  /** What was to be done. */
  readonly task: Task;
  /** What the engine gave back. */
  readonly result: RunResult;
  /** The variables as measured in the sandbox, by name. */
  readonly variables: ReadonlyMap<string, VariableInfo>;
  /** Path of the record, if there is one. */
  readonly path?: string;
}

/**
 * Runs the job. Nothing is recorded of one that cannot run.
 * @throws {FleetError} What is wrong with models, inputs or limits; what ended the run.
 */
export async function runJob(
  job: Job,
  host: RunHost,
  options: RunJobOptions = {},
): Promise<JobOutcome> {
  const { task } = job;
  const { listeners = [], onWarn = () => {}, signal } = options;
  const given = { ...await runOptions(job, host), ...(signal === undefined ? {} : { signal }) };
  const adapted = job.adapt?.(given) ?? given;
  planRun(adapted); // Refuses what cannot run before there is a record of it.
  const path = job.record ?? host.recordPath(adapted.runId ?? "");
  using trajectory = path === undefined
    ? undefined
    : openTrajectory(path, { redact: (text) => host.redact(text), onWarn });
  const variables = new Map<string, VariableInfo>();
  const measure: RunListener = (event) => {
    if (event.type !== "variable-bind" || event.run !== undefined) return;
    for (const variable of event.variables) variables.set(variable.name, variable);
  };
  const record = trajectory === undefined ? [] : [trajectory.listener];
  const result = await runRlm({ ...adapted, listeners: [...record, measure, ...listeners] });
  return { task, result, variables, ...(path === undefined ? {} : { path }) };
}

async function runOptions(job: Job, host: RunHost): Promise<RunOptions & { runId: string }> {
  const { task, tools = [], runId = createRunId() } = job;
  const { backend, settings } = host;
  const { maxIterations, maxLlmCalls, timeoutMs } = task.defaults;
  const models = await host.models(job.models);
  return {
    signature: task.signature,
    variables: job.variables,
    planner: models.planner,
    subModel: models.subModel,
    priceCall: models.price,
    createInterpreter: (made) => backend.createInterpreter(made),
    ...(backend.attach === undefined
      ? {}
      : { attach: (handle, made) => backend.attach!(handle, made) }),
    ...(backend.pool === undefined ? {} : { pool: backend.pool }),
    backend: backend.name,
    task: task.name,
    limits: { maxIterations, maxLlmCalls, ...job.limits },
    concurrency: job.concurrency ?? DEFAULT_CONCURRENCY,
    cellTimeoutMs: job.cellTimeoutMs ?? 0,
    timeoutMs: job.timeoutMs ?? timeoutMs,
    tools: [...task.tools ?? [], ...tools],
    runId,
    settings,
  };
}

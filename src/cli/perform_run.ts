/**
 * Runs a task from the command line: inputs, configuration, models and backend in the order in which
 * their mistakes are cheapest, then the engine. `run_outcome.ts` tells what came of it.
 *
 * @module
 */

import type { RunListener } from "../core/run_event.ts";
import type { VariableInfo } from "../core/variable.ts";
import { runRlm } from "../rlm/run.ts";
import type { RunOptions, RunResult } from "../rlm/run_options.ts";
import { createRunId, planRun } from "../rlm/run_plan.ts";
import { openTrajectory } from "../rlm/trajectory.ts";
import type { CommandContext } from "./command_spec.ts";
import type { RunRequest } from "./run_request.ts";
import { chooseBackend, loadGuardedConfig, optionMs, progressLevel } from "./command_setup.ts";
import { openCommandInputs } from "./open_command_inputs.ts";
import { openModels } from "./open_models.ts";
import { readLimits } from "./limit_options.ts";
import { createProgress } from "./progress.ts";
import { reportOutcome } from "./run_outcome.ts";
import { locateTrajectory } from "./run_record.ts";
import { describeSettings } from "./run_settings.ts";

/** Most sub-queries under way at once, unless told otherwise. */
const DEFAULT_CONCURRENCY = 16;

/**
 * Makes the run and prints what came of it.
 * @returns The exit code.
 * @throws {FleetError} What any part throws.
 */
export async function performRun(context: CommandContext, plan: RunRequest): Promise<number> {
  const { args, terminal, signal } = context;
  const { task } = plan;
  await using inputs = await openCommandInputs(context, plan.inputs);
  const { config: loaded, redact } = await loadGuardedConfig(context);
  const config = plan.configure?.(loaded) ?? loaded;
  using models = await openModels(context, config);
  const backend = await chooseBackend(context, config);

  const runId = createRunId();
  const given: RunOptions = {
    signature: task.signature,
    variables: inputs.variables,
    planner: models.planner,
    subModel: models.subModel,
    priceCall: models.price,
    createInterpreter: (made) => backend.createInterpreter(made),
    ...(backend.pool === undefined ? {} : { pool: backend.pool }),
    backend: backend.name,
    task: task.name,
    limits: {
      maxIterations: task.defaults.maxIterations,
      maxLlmCalls: task.defaults.maxLlmCalls,
      ...readLimits(args),
    },
    concurrency: args.number("concurrency") ?? DEFAULT_CONCURRENCY,
    cellTimeoutMs: optionMs(context, "cell-timeout"),
    timeoutMs: optionMs(context, "timeout"),
    tools: task.tools ?? [],
    signal,
    runId,
    settings: describeSettings(context, config),
  };
  const options = plan.adapt?.(given) ?? given;
  planRun(options); // Refuses what cannot run before there is a record of it.
  using trajectory = openTrajectory(locateTrajectory(context, runId), {
    redact,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
  });
  const variables = new Map<string, VariableInfo>();
  const measure: RunListener = (event) => {
    if (event.type !== "variable-bind" || event.run !== undefined) return;
    for (const variable of event.variables) variables.set(variable.name, variable);
  };
  const progress = createProgress({
    write: (text) => terminal.err(text),
    level: progressLevel(context),
  });
  const { path, listener } = trajectory;
  let result: RunResult;
  try {
    result = await runRlm({ ...options, listeners: [listener, measure, progress] });
  } finally {
    if (!args.flag("quiet")) terminal.err(`Trajectory: ${path}\n`);
  }
  return reportOutcome(context, { plan, result, variables, path });
}

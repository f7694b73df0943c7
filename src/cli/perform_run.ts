/**
 * Runs a task from the command line: inputs, configuration, models and backend in the order in which
 * their mistakes are cheapest, then the engine. `run_outcome.ts` tells what came of it.
 *
 * @module
 */

import { openInputs } from "../inputs/open_inputs.ts";
import { type Config, requireSettings } from "../config/config.ts";
import type { RunListener } from "../core/run_event.ts";
import type { VariableInfo } from "../core/variable.ts";
import { createModels, type Models } from "../lm/create_models.ts";
import { modelNotConfigured } from "../lm/model_not_configured.ts";
import { runRlm } from "../rlm/run.ts";
import type { RunOptions, RunResult } from "../rlm/run_options.ts";
import { createRunId, DEFAULT_LIMITS, planRun } from "../rlm/run_plan.ts";
import { openTrajectory } from "../rlm/trajectory.ts";
import type { CommandContext } from "./command_spec.ts";
import type { RunPlan } from "./run_plan.ts";
import {
  chooseBackend,
  loadGuardedConfig,
  openStandardInput,
  optionMs,
  progressLevel,
} from "./command_setup.ts";
import { createProgress } from "./progress.ts";
import { reportOutcome } from "./run_outcome.ts";
import { locateTrajectory } from "./run_record.ts";

/** Most sub-queries under way at once, unless told otherwise. */
const DEFAULT_CONCURRENCY = 16;

/**
 * Makes the run and prints what came of it.
 * @returns The exit code.
 * @throws {FleetError} What any part throws.
 */
export async function performRun(context: CommandContext, plan: RunPlan): Promise<number> {
  const { args, terminal, signal } = context;
  const { task } = plan;
  await using inputs = await openInputs(plan.inputs, {
    stdin: () => openStandardInput(context),
    signal,
  });
  const { config, redact } = await loadGuardedConfig(context);
  const models = await openModels(context, config);
  const backend = await chooseBackend(context, config);

  const runId = createRunId();
  const options: RunOptions = {
    signature: task.signature,
    variables: inputs.variables,
    planner: models.planner,
    subModel: models.subModel,
    createInterpreter: (given) => backend.createInterpreter(given),
    backend: backend.name,
    task: task.name,
    limits: {
      maxIterations: args.number("max-iterations") ?? task.defaults.maxIterations,
      maxLlmCalls: args.number("max-llm-calls") ?? task.defaults.maxLlmCalls,
      maxOutputChars: args.number("max-output-chars") ?? DEFAULT_LIMITS.maxOutputChars,
    },
    concurrency: args.number("concurrency") ?? DEFAULT_CONCURRENCY,
    cellTimeoutMs: optionMs(context, "cell-timeout"),
    timeoutMs: optionMs(context, "timeout"),
    tools: task.tools ?? [],
    signal,
    runId,
  };
  planRun(options); // Refuses what cannot run before there is a record of it.
  using trajectory = openTrajectory(locateTrajectory(context, runId), {
    redact,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
  });
  const variables = new Map<string, VariableInfo>();
  const measure: RunListener = (event) => {
    if (event.type !== "variable-bind") return;
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

async function openModels(context: CommandContext, config: Config): Promise<Models> {
  requireSettings(config, ["model", "subModel", "apiKey", "apiBase", "maxTokens"]);
  const { model, subModel, apiKey, apiBase, maxTokens, lookup } = config;
  if (model.value === undefined) throw modelNotConfigured();
  return await createModels({
    planner: model.value,
    ...(subModel.value === undefined ? {} : { subModel: subModel.value }),
    settings: {
      ...(apiKey.value === undefined ? {} : { apiKey: apiKey.value }),
      ...(apiBase.value === undefined ? {} : { apiBase: apiBase.value }),
      maxTokens: maxTokens.value,
      lookup,
      onRetry: ({ model, message, waitMs, attempt }) => {
        if (context.args.flag("quiet")) return;
        const wait = (waitMs / 1000).toFixed(1);
        context.terminal.err(`Retry ${attempt} of ${model} in ${wait} s: ${message}\n`);
      },
    },
  });
}

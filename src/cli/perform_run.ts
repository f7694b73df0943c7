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
import type { RunResult } from "../rlm/run_options.ts";
import { createRunId } from "../rlm/run_plan.ts";
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
  using trajectory = openTrajectory(locateTrajectory(context, runId), {
    redact,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
  });
  const measured = new Map<string, VariableInfo>();
  const measure: RunListener = (event) => {
    if (event.type !== "variable-bind") return;
    for (const variable of event.variables) measured.set(variable.name, variable);
  };
  const progress = createProgress({
    write: (text) => terminal.err(text),
    level: progressLevel(context),
  });
  let result: RunResult;
  try {
    result = await runRlm({
      signature: task.signature,
      variables: inputs.variables,
      planner: models.planner,
      subModel: models.subModel,
      createInterpreter: (options) => backend.createInterpreter(options),
      backend: backend.name,
      task: task.name,
      limits: {
        maxIterations: args.number("max-iterations") ?? task.defaults.maxIterations,
        maxLlmCalls: args.number("max-llm-calls") ?? task.defaults.maxLlmCalls,
        maxOutputChars: args.number("max-output-chars") ?? 10_000,
      },
      concurrency: args.number("concurrency") ?? 16,
      cellTimeoutMs: optionMs(context, "cell-timeout"),
      timeoutMs: optionMs(context, "timeout"),
      ...(task.tools === undefined ? {} : { tools: task.tools }),
      listeners: [trajectory.listener, measure, progress],
      signal,
      runId,
    });
  } finally {
    if (!args.flag("quiet")) terminal.err(`Trajectory: ${trajectory.path}\n`);
  }
  return reportOutcome(context, { plan, result, variables: measured, path: trajectory.path });
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

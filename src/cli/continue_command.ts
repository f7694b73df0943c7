/**
 * What `resume` and `fork` share: a run like any other, that begins with the steps of a record.
 *
 * @module
 */

import type { Config } from "../config/config.ts";
import { isJsonObject } from "../core/json.ts";
import type { RunLimits } from "../core/run_event.ts";
import { isLocalModel } from "../lm/local_model.ts";
import type { Continuation } from "../replay/continuation.ts";
import { continueRun } from "../replay/continue_run.ts";
import { findRecordedSession } from "../replay/recorded_session.ts";
import type { RunRecord } from "../replay/run_record.ts";
import type { RunOptions } from "../rlm/run_options.ts";
import { formatCounted } from "../text/format_number.ts";
import { optionMs } from "./command_setup.ts";
import type { CommandContext } from "./command_spec.ts";
import { readLimits } from "./limit_options.ts";
import { performRun } from "./perform_run.ts";
import { withModelsOf } from "./recorded_config.ts";
import { nameOf, openableInputs, recordedPlan } from "./recorded_run.ts";

/** The limits of the record, with those that the command line gives in their place. */
export function limitsOf({ args }: CommandContext, record: RunRecord): RunLimits {
  return { ...record.start.limits, ...readLimits(args) };
}

/** Goes on from the record and prints what came of it; the exit code is that of a run. */
export async function performContinuation(
  context: CommandContext,
  { continuation, record }: {
    readonly record: RunRecord;
    readonly continuation: Continuation;
  },
): Promise<number> {
  const { args, terminal } = context;
  const specs = await openableInputs(context, record);
  const onWarn = (message: string): void => terminal.err(`Warning: ${message}\n`);
  mentionTools(context, record);
  const { relation, steps } = continuation;
  const tell = (message: string): void => {
    if (!args.flag("quiet")) terminal.err(`${message}\n`);
  };
  const verb = relation === "resumed" ? "Resuming" : "Forking";
  tell(`${verb} ${nameOf(record)} after ${formatCounted(steps, "step")}`);
  const session = await findRecordedSession(record, continuation);
  return await performRun(context, {
    ...recordedPlan(record, specs),
    configure: (loaded) => {
      const config = withModelsOf(record, loaded);
      mentionBase(record, { config, onWarn });
      return config;
    },
    adapt: (options) =>
      continueRun(withLimits(context, { record, options }), {
        record,
        continuation,
        session,
        onWarn,
        onNotice: tell,
      }),
  });
}

/** What a record says of a tool is not the tool: it is missed once the run has left its record. */
function mentionTools({ args, terminal }: CommandContext, record: RunRecord): void {
  if (args.list("tools").length + args.list("tool").length > 0) return;
  const shipped = recordedPlan(record, []).task.tools ?? [];
  const missing = record.start.recipe.tools.map(({ name }) => name)
    .filter((name) => !shipped.some((tool) => tool.name === name));
  if (missing.length === 0) return;
  terminal.err(
    `Warning: The run had tools of its own; they are not taken from the record, so give them ` +
      `with --tools or --tool if needed: ${missing.join(", ")}\n`,
  );
}

function withLimits(
  context: CommandContext,
  { options, record }: { readonly record: RunRecord; readonly options: RunOptions },
): RunOptions {
  const { args } = context;
  const { recipe } = record.start;
  const ms = (option: string, recorded: number): number =>
    args.number(option) === undefined ? recorded : optionMs(context, option);
  return {
    ...options,
    limits: limitsOf(context, record),
    concurrency: args.number("concurrency") ?? recipe.concurrency,
    cellTimeoutMs: ms("cell-timeout", recipe.cellTimeoutMs),
    timeoutMs: ms("timeout", recipe.timeoutMs),
  };
}

/** A base URL is not taken from a record, since keys would go there; but it is missed. */
function mentionBase(
  record: RunRecord,
  { config, onWarn }: { readonly config: Config; readonly onWarn: (message: string) => void },
): void {
  const { planner, recipe, subModel } = record.start;
  const used = [config.model.value, config.subModel.value];
  const isCalled = [planner, subModel].some((name) => !isLocalModel(name) && used.includes(name));
  const { models } = recipe.settings;
  const base = isJsonObject(models) ? models["apiBase"] : undefined;
  if (!isCalled || typeof base !== "string" || config.apiBase.value !== undefined) return;
  onWarn(`The run used --api-base ${base}; it is not taken from the record, so give it if needed`);
}

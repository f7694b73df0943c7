/**
 * `replay`: does a recorded run again without any model, and says where it first does something else.
 *
 * @module
 */

import type { Backend } from "../../core/backend.ts";
import type { VariableInfo } from "../../core/variable.ts";
import type { RunListener } from "../../core/run_event.ts";
import { DivergenceError } from "../../replay/divergence.ts";
import { type Replay, replayRun } from "../../replay/replay_run.ts";
import type { RunRecord } from "../../replay/run_record.ts";
import { formatCounted } from "../../text/format_number.ts";
import type { CommandContext } from "../command_spec.ts";
import { tellBill } from "../describe_bill.ts";
import { chooseBackend, loadGuardedConfig } from "../command_setup.ts";
import { EXIT } from "../exit_code.ts";
import { openCommandInputs } from "../open_command_inputs.ts";
import { jsonRenderer } from "../output.ts";
import { openProgress } from "../open_progress.ts";
import { withBackendOf } from "../recorded_config.ts";
import { nameOf, openableInputs, openRecord, recordedPlan } from "../recorded_run.ts";
import { reportOutcome } from "../run_outcome.ts";

/** Replays the run that the argument names. */
export async function replay(context: CommandContext): Promise<number> {
  const { args, signal, terminal } = context;
  const record = await openRecord(context);
  const specs = await openableInputs(context, record);
  await using inputs = await openCommandInputs(context, specs);
  const { config } = await loadGuardedConfig(context);
  const backend = await chooseBackend(context, withBackendOf(record, config));
  await using _bill = { [Symbol.asyncDispose]: () => tellBill(context, backend) };
  const variables = new Map<string, VariableInfo>();
  using progress = await openProgress(context);
  try {
    const replayed = await replayRun({
      record,
      variables: inputs.variables,
      createInterpreter: (options) => backend.createInterpreter(options),
      ...(backend.pool === undefined ? {} : { pool: backend.pool }),
      strict: args.flag("strict"),
      onWarn: (message) => terminal.err(`Warning: ${message}\n`),
      listeners: [
        measure(variables),
        progress.listener,
      ],
      signal,
    });
    progress[Symbol.dispose]();
    tellEnd(context, { record, replayed, backend });
    if (replayed.result === undefined) return EXIT.ok;
    const plan = recordedPlan(record, specs);
    const { result } = replayed;
    return await reportOutcome(context, {
      plan,
      outcome: { task: plan.task, result, variables, path: record.path },
      isStrict: false,
    });
  } catch (thrown) {
    const renderJson = jsonRenderer(args);
    if (renderJson !== undefined && thrown instanceof DivergenceError) {
      terminal.out(renderJson({ status: "diverged", divergence: { ...thrown.divergence } }));
    }
    throw thrown;
  }
}

function measure(variables: Map<string, VariableInfo>): RunListener {
  return (event) => {
    if (event.type !== "variable-bind" || event.run !== undefined) return;
    for (const variable of event.variables) variables.set(variable.name, variable);
  };
}

function tellEnd(
  { args, terminal }: CommandContext,
  end: { readonly record: RunRecord; readonly replayed: Replay; readonly backend: Backend },
): void {
  if (args.flag("quiet")) return;
  const { backend, record, replayed } = end;
  const steps = record.steps.filter((step) => step.result !== undefined).length;
  const { warnings } = replayed;
  const differences = formatCounted(warnings, "difference");
  const found = warnings === 0 ? "all as recorded" : `${differences} that changed nothing`;
  terminal.err(
    `Replayed ${nameOf(record)} on ${backend.name}: ${formatCounted(steps, "cell")}, ${found}\n`,
  );
  if (replayed.cut) terminal.err(`The record ends here: ${whyCut(record)}\n`);
}

function whyCut({ end, limit }: RunRecord): string {
  if (end === undefined) return "the run was killed";
  if (limit?.limit === "time") return "the run's time was over; what follows is on record";
  return end.error?.message ?? "the run went no further";
}

/**
 * `resume`: goes on with a run that was killed, failed, was interrupted or came to a limit.
 *
 * @module
 */

import type { RunEnd, RunRecord } from "../../replay/run_record.ts";
import { planResume } from "../../replay/continuation.ts";
import type { CommandContext } from "../command_spec.ts";
import { limitsOf, performContinuation } from "../continue_command.ts";
import { nameOf, openRecord, recordedPlan } from "../recorded_run.ts";
import { reportOutcome } from "../run_outcome.ts";

/** Resumes the run that the argument names. One that was submitted only has its answer printed. */
export async function resume(context: CommandContext): Promise<number> {
  const record = await openRecord(context);
  const { end } = record;
  if (end?.status === "submitted") return await printAnswer(context, { record, end });
  const continuation = planResume(record, limitsOf(context, record));
  return await performContinuation(context, { record, continuation });
}

async function printAnswer(
  context: CommandContext,
  { end, record }: { readonly record: RunRecord; readonly end: RunEnd },
): Promise<number> {
  const { outputs = {}, iterations, llmCalls, usage } = end;
  if (!context.args.flag("quiet")) {
    context.terminal.err(`Nothing to resume: ${nameOf(record)} was submitted\n`);
  }
  const plan = recordedPlan(record, []);
  return await reportOutcome(context, {
    plan,
    outcome: {
      task: plan.task,
      result: {
        runId: record.start.runId,
        status: "submitted",
        outputs,
        iterations,
        llmCalls,
        usage,
        steps: [],
      },
      variables: new Map(record.variables?.map((variable) => [variable.name, variable])),
      path: record.path,
    },
  });
}

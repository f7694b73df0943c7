/**
 * Runs a task from the command line: inputs, configuration, models and backend in the order in which
 * their mistakes are cheapest, then the job. `run_outcome.ts` tells what came of it.
 *
 * @module
 */

import { type JobOutcome, runJob } from "../jobs/run_job.ts";
import { createRunId } from "../rlm/run_plan.ts";
import type { CommandContext } from "./command_spec.ts";
import { optionMs } from "./command_setup.ts";
import { tellBill } from "./describe_bill.ts";
import { readLimits } from "./limit_options.ts";
import { openCommandInputs } from "./open_command_inputs.ts";
import { openRunHost } from "./open_run_host.ts";
import { openEventLines } from "./event_lines.ts";
import { openProgress } from "./open_progress.ts";
import { reportOutcome } from "./run_outcome.ts";
import type { RunRequest } from "./run_request.ts";
import { openTools } from "./open_tools.ts";
import { quoteWord } from "./quote_word.ts";

/**
 * Makes the run and prints what came of it.
 * @returns The exit code.
 * @throws {FleetError} What any part throws.
 */
export async function performRun(context: CommandContext, plan: RunRequest): Promise<number> {
  const { args, terminal, signal } = context;
  const tools = await openTools(context);
  await using inputs = await openCommandInputs(context, plan.inputs);
  using host = await openRunHost(context, { configure: plan.configure });
  const runId = createRunId();
  const concurrency = args.number("concurrency");
  using events = openEventLines(context, (text) => host.redact(text));
  using progress = await openProgress(context);
  let isRunning = false;
  let outcome: JobOutcome;
  try {
    outcome = await runJob(
      {
        task: plan.task,
        variables: inputs.variables,
        limits: readLimits(args),
        timeoutMs: optionMs(context, "timeout"),
        cellTimeoutMs: optionMs(context, "cell-timeout"),
        tools: tools.map(({ tool }) => tool),
        ...(concurrency === undefined ? {} : { concurrency }),
        runId,
        ...(plan.adapt === undefined ? {} : { adapt: plan.adapt }),
      },
      host,
      {
        listeners: [
          () => void (isRunning = true),
          ...(events === undefined ? [] : [events.listener]),
          progress.listener,
        ],
        onWarn: (message) => terminal.err(`Warning: ${message}\n`),
        signal,
      },
    );
  } finally {
    progress[Symbol.dispose]();
    const path = host.recordPath(runId);
    if (isRunning && path !== undefined && !args.flag("quiet")) {
      terminal.err(`Trajectory: ${path}\n`);
      if (signal.aborted) terminal.err(`To go on: fleet-rlm resume ${quoteWord(path)}\n`);
    }
    await tellBill(context, host.backend);
  }
  return await reportOutcome(context, { plan, outcome, isTold: events?.areOutput ?? false });
}

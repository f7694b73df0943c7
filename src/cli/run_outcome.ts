/**
 * Tells what came of a run: the result on standard output, a word on standard error when the planner
 * did not submit it, and the exit code.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import type { LimitName } from "../core/run_event.ts";
import { jobResult, jobValues } from "../jobs/job_result.ts";
import type { JobOutcome } from "../jobs/run_job.ts";
import type { CommandContext } from "./command_spec.ts";
import { EXIT } from "./exit_code.ts";
import { jsonRenderer, renderLines } from "./output.ts";
import { quoteWord } from "./quote_word.ts";
import type { RunRequest } from "./run_request.ts";

/** A run that ended. */
export interface RunOutcome {
  /** What was to be done. */
  readonly plan: Pick<RunRequest, "nested">;
  /** What came of it. */
  readonly outcome: JobOutcome;
  /**
   * Whether only a submitted answer will do.
   * @default {the flag --strict}
   */
  readonly isStrict?: boolean;
  /**
   * Whether standard output has told the result already.
   * @default {false}
   */
  readonly isTold?: boolean;
}

/** The option that raises each limit. */
const LIMIT_OPTIONS: Readonly<Record<LimitName, string>> = {
  "iterations": "--max-iterations",
  "llm-calls": "--max-llm-calls",
  "input-tokens": "--max-input-tokens",
  "output-tokens": "--max-output-tokens",
  "cost": "--max-cost",
  "errors": "--max-errors",
  "time": "--timeout",
};

/** Prints the result and returns the exit code. */
export async function reportOutcome(
  context: CommandContext,
  { isStrict, isTold = false, outcome, plan }: RunOutcome,
): Promise<number> {
  const { args, terminal } = context;
  const { path, result, task } = outcome;
  const isAnswered = result.outputs !== undefined;
  const renderJson = jsonRenderer(args);
  if (isTold) {
    // Nothing is left to print.
  } else if (renderJson !== undefined) terminal.out(renderJson(jobResult(outcome, plan)));
  else if (isAnswered) terminal.out(await renderResult(context, jobValues(outcome)));

  if (result.status === "submitted") return EXIT.ok;
  if (!isAnswered) {
    const limit = `the limit on ${result.limit ?? "the run"} was reached`;
    terminal.err(`Error: Cannot answer ${task.name}: ${limit} before an answer\n`);
    const option = result.limit === undefined ? undefined : LIMIT_OPTIONS[result.limit];
    const resume = path === undefined ? undefined : `fleet-rlm resume ${quoteWord(path)}`;
    const hints = [
      ...(option === undefined ? [] : [`Raise ${option}`]),
      ...(resume === undefined ? [] : [
        `to go on from here: ${resume}${option === undefined ? "" : ` ${option} ...`}`,
      ]),
    ];
    if (hints.length > 0) terminal.err(`Hint: ${hints.join("; ")}\n`);
    return EXIT.limit;
  }
  return isStrict ?? args.flag("strict") ? EXIT.limit : EXIT.ok;
}

/** For a person at a terminal as it reads best, otherwise line by line. */
async function renderResult({ terminal }: CommandContext, values: JsonObject): Promise<string> {
  if (!terminal.isOutputShown) return renderLines(values);
  const { renderShownResult } = await import("./shown_result.ts");
  const { hasOutputColor: hasColor, width } = terminal;
  return await renderShownResult(values, { hasColor, width });
}

/**
 * A run that goes on from a record: its first steps are done again in a new sandbox, with the answers
 * on record, so that the guest's state is what it was; then the run's own models take over.
 *
 * @module
 */

import type { Interpreter, InterpreterOptions } from "../core/interpreter.ts";
import type { RunOrigin } from "../core/run_recipe.ts";
import { runRlm } from "../rlm/run.ts";
import type { RunOptions, RunResult } from "../rlm/run_options.ts";
import { planRun, type RunPlan } from "../rlm/run_plan.ts";
import { attachInterpreter } from "./attached_interpreter.ts";
import { checkInterpreter } from "./checked_interpreter.ts";
import { type Continuation, planFork, planResume } from "./continuation.ts";
import { checkRecordedInputs } from "./recorded_inputs.ts";
import { findRecordedSession, type RecordedSession } from "./recorded_session.ts";
import type { RunRecord } from "./run_record.ts";
import { createServedModels } from "./served_models.ts";
import { ServedRun } from "./served_run.ts";
import { declaredTools, serveTool } from "./served_tools.ts";

/** Options of {@linkcode continueRun}. */
export interface ContinueOptions {
  /** The record. */
  readonly record: RunRecord;
  /** Where the run goes on. */
  readonly continuation: Continuation;
  /** The sandbox of the recorded run, where it may still live. */
  readonly session?: RecordedSession | undefined;
  /** Told of differences from the record that are borne. */
  onWarn(message: string): void;
  /** Told what becomes of the sandbox of the recorded run. */
  onNotice?(message: string): void;
}

/** Options of {@linkcode resumeRun}. */
export type ResumeOptions = Omit<ContinueOptions, "continuation" | "session">;

/** Options of {@linkcode forkRun}. */
export interface ForkRunOptions extends ResumeOptions {
  /** The step at which the run branches off, from 1. */
  readonly at: number;
  /** Code that runs at that step; without it, the planner is asked. */
  readonly code?: string;
}

/**
 * Resumes a recorded run. Signature, variables and limits are those of the record, unless raised.
 * @throws {FleetError} As {@linkcode planResume}, {@linkcode continueRun} and `runRlm`.
 */
export async function resumeRun(options: RunOptions, given: ResumeOptions): Promise<RunResult> {
  const continuation = planResume(given.record, planRun(options).limits);
  const session = await findRecordedSession(given.record, continuation);
  return await runRlm(continueRun(options, { ...given, continuation, session }));
}

/**
 * Branches off a recorded run. Signature and variables are those of the record.
 * @throws {FleetError} As {@linkcode planFork}, {@linkcode continueRun} and `runRlm`.
 */
export async function forkRun(options: RunOptions, given: ForkRunOptions): Promise<RunResult> {
  const { at, code, ...rest } = given;
  const { limits } = planRun(options);
  const how = { at, limits, ...(code === undefined ? {} : { code }) };
  const continuation = planFork(given.record, how);
  return await runRlm(continueRun(options, { ...rest, continuation }));
}

/**
 * The options of a run, changed so that it begins with the steps on record. Its models are asked
 * from then on. Give the result to `runRlm`; where the steps cannot be done again it throws a
 * `DivergenceError`.
 * @throws {FleetError} `input-invalid` for inputs that are not those of the record.
 */
export function continueRun(options: RunOptions, given: ContinueOptions): RunOptions {
  const { continuation, onWarn, record } = given;
  const plan = planRun(options);
  checkRecordedInputs(record, plan.variables);
  const { nextReply, relation, reusesAnswers, steps } = continuation;
  const run = new ServedRun({ record, purpose: "rebuild", steps, reusesAnswers, onWarn });
  const models = createServedModels(run, {
    live: { planner: plan.planner, subModel: plan.subModel },
    ...(nextReply === undefined ? {} : { nextReply }),
    checksRequests: hasSameLimits(record, plan),
  });
  const origin: RunOrigin = { runId: record.start.runId, trajectory: record.path, steps };
  const create = createFirstFromSession(options, { ...given, run });
  return {
    ...options,
    ...models,
    createInterpreter: (made) => checkInterpreter(create(made), run, made),
    tools: declaredTools(run, options.tools ?? []),
    wrapTool: (tool, path) => serveTool(run, tool, path),
    signal: AbortSignal.any([
      run.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]),
    ...(relation === "resumed" ? { resumedFrom: origin } : { forkedFrom: origin }),
  };
}

/** Makes interpreters; the run's first one goes on in the sandbox of the record, where it can. */
function createFirstFromSession(
  options: RunOptions,
  { onNotice = () => {}, record, run, session }: ContinueOptions & { readonly run: ServedRun },
): (made: InterpreterOptions) => Interpreter {
  const create = (made: InterpreterOptions) => options.createInterpreter(made);
  const attach = options.attach?.bind(options);
  let rest = record.start.backend === options.backend ? session : undefined;
  return (made) => {
    if (rest === undefined || attach === undefined || made.run !== undefined) return create(made);
    const parts = { session: rest, run, made, attach, create, onNotice };
    rest = undefined;
    return attachInterpreter(parts);
  };
}

/** Whether the planner is told of the same limits as then; if not, every request differs. */
function hasSameLimits({ start }: RunRecord, plan: RunPlan): boolean {
  const told = (limits: RunPlan["limits"], cellTimeoutMs: number): string =>
    JSON.stringify([cellTimeoutMs, ...Object.entries(limits).sort().flat()]);
  return told(start.limits, start.recipe.cellTimeoutMs) === told(plan.limits, plan.cellTimeoutMs);
}

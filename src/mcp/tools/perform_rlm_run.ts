/**
 * What the tool `rlm_run` does when it is called. Apart from its description, so that the engine is
 * loaded by the first call and not by the start of the server.
 *
 * @module
 */

import { renderLines } from "../../cli/output.ts";
import { FleetError, UsageError } from "../../core/errors.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { RunListener } from "../../core/run_event.ts";
import { checkInputNames } from "../../inputs/check_input_names.ts";
import { formatFor } from "../../inputs/format_for.ts";
import { namesOf, readNamedInputs } from "../../inputs/named_inputs.ts";
import type { InputSpec } from "../../inputs/parse_input.ts";
import { jobResult } from "../../jobs/job_result.ts";
import type { ModelChoice } from "../../jobs/run_host.ts";
import { type Job, type JobOutcome, runJob } from "../../jobs/run_job.ts";
import { createRunId } from "../../rlm/run_plan.ts";
import { parseSignature } from "../../rlm/signature/parse_signature.ts";
import { ownTask } from "../../tasks/own_task.ts";
import { findShippedTask } from "../../tasks/shipped_tasks.ts";
import type { Task } from "../../tasks/task.ts";
import { cutObject } from "../cut_value.ts";
import { chooseLimits, type Limits } from "../limit_arguments.ts";
import { checkModel } from "../model_rules.ts";
import { createRunProgress } from "../run_progress.ts";
import type { ToolAnswer, ToolCall } from "../tool.ts";
import { failureAnswer } from "../tool_failure.ts";
import type { RlmRunArguments, RlmRunOptions } from "./rlm_run.ts";

/** Characters of outputs as structured content. */
const OUTPUT_CHARS = 20_000;
/** Characters of outputs in the text. */
const TEXT_CHARS = 4_000;

/**
 * Makes the run, once there is a free place for it.
 * @throws {FleetError} What is wrong with the arguments, and what the run fails with.
 */
export async function performRlmRun(
  args: RlmRunArguments,
  call: ToolCall,
  options: RlmRunOptions,
): Promise<ToolAnswer> {
  const plan = await planRun(args, options);
  const { limiter } = options;
  if (limiter.active >= limiter.allowed) {
    call.note({ message: `Waiting: ${limiter.active} runs are under way` });
  }
  return await limiter.run(() => run(plan, call, options), call.signal);
}

/** A run that is ready to be made. */
interface Plan {
  readonly task: Task;
  readonly specs: readonly InputSpec[];
  readonly limits: Limits;
  readonly models: ModelChoice;
}

async function planRun(args: RlmRunArguments, options: RlmRunOptions): Promise<Plan> {
  const task = chooseTask(args);
  const { model, sub_model: subModel } = args;
  for (const name of [model, subModel]) if (name !== undefined) checkModel(name, options.models);
  if (model === undefined && options.models.configured.length === 0) throw noModel();
  const limits = chooseLimits(args.limits ?? {}, {
    ceilings: options.ceilings,
    defaults: task.defaults,
  });
  checkInputNames(namesOf(args), task.signature, "Give each in paths or values");
  const specs = await readNamedInputs(args, {
    locate: (path) => options.roots.locate(path),
    formatOf: (name, path) => formatFor(task.signature, { name, path }),
  });
  return {
    task,
    specs,
    limits,
    models: {
      ...(model === undefined ? {} : { model }),
      ...(subModel === undefined ? {} : { subModel }),
    },
  };
}

async function run(plan: Plan, call: ToolCall, options: RlmRunOptions): Promise<ToolAnswer> {
  const { task, specs, limits: { timeoutMs = 0, ...limits }, models } = plan;
  const { cellTimeoutMs, concurrency } = options;
  const { signal } = call;
  const notes: string[] = [];
  const onWarn = (message: string) => void notes.push(message);
  await using inputs = await options.openInputs(specs, { signal, onWarn });
  const host = await options.host();
  const runId = createRunId();
  const job: Job = {
    task,
    variables: inputs.variables,
    limits,
    timeoutMs,
    cellTimeoutMs,
    concurrency,
    runId,
    ...(Object.keys(models).length === 0 ? {} : { models }),
  };
  let isOnRecord = false;
  const listen: RunListener = (event) => {
    isOnRecord = true;
    if (event.type === "run-warn" && event.run === undefined) onWarn(event.message);
  };
  try {
    const listeners = [listen, createRunProgress(call)];
    return answerRun(await runJob(job, host, { listeners, onWarn, signal }), notes);
  } catch (thrown) {
    if (!isOnRecord || !(thrown instanceof FleetError)) throw thrown;
    const { content, text } = failureAnswer(thrown);
    return {
      text: `${text}\nWhat was done is on record: run_show ${runId}`,
      content: { ...content, run_id: runId },
      isError: true,
    };
  }
}

function answerRun(outcome: JobOutcome, notes: string[]): ToolAnswer {
  const { outputs, ...facts } = jobResult(outcome, { nested: true });
  const { limit, status, runId, iterations, llmCalls, usage } = outcome.result;
  if (limit !== undefined) {
    notes.push(`The limit on ${limit} ended the run; see run_show for what it found until then`);
  }
  const { value, cuts } = cutObject(isJsonObject(outputs) ? outputs : {}, OUTPUT_CHARS);
  if (cuts.length > 0) {
    notes.push("The outputs are cut: run_show with this run_id and output gives one in full");
  }
  const short = cutObject(value, TEXT_CHARS);
  const text = [
    `Run ${runId} ${status}: turns ${iterations}, sub-queries ${llmCalls}, ` +
    `tokens in ${usage.inputTokens}, out ${usage.outputTokens}`,
    ...(outputs === undefined ? ["There is no answer"] : [renderLines(short.value).trimEnd()]),
    ...notes,
  ].join("\n");
  const content: JsonObject = {
    ...facts,
    ...(outputs === undefined ? {} : { outputs: value }),
    ...(cuts.length === 0 ? {} : { cut: cuts }),
    ...(notes.length === 0 ? {} : { notes }),
  };
  return { text, content, ...(outputs === undefined ? { isError: true } : {}) };
}

function noModel(): FleetError {
  return new FleetError("model-not-configured", "Cannot run without a model: none is configured", {
    hint: "Give model, such as offline, which needs no key; or start the server with --model or " +
      "DSPY_LM_MODEL",
  });
}

function chooseTask({ task, signature, instructions }: RlmRunArguments): Task {
  if ((task === undefined) === (signature === undefined)) {
    const state = task === undefined ? "neither task nor signature is given" : "both are given";
    throw new UsageError(`Cannot tell what to do: ${state}`, {
      hint: "Give task for a shipped task, or signature for one of your own",
    });
  }
  const shipped = task === undefined ? undefined : findShippedTask(task);
  if (shipped !== undefined) {
    if (instructions === undefined) return shipped;
    throw new UsageError(`Cannot give instructions to task "${task}": it has its own`, {
      hint: "Put what you want to know into its inputs, or give a signature",
    });
  }
  return ownTask(parseSignature(signature ?? "", { instructions: instructions ?? "" }));
}

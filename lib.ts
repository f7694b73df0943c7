/**
 * The library: Recursive Language Models without the command line.
 *
 * A planner model writes Python that runs in a sandbox, where the long document is a variable and
 * `llm_query()` asks for meaning. What a run needs is loaded when it is first called.
 *
 * @module
 */

import type { FileReference } from "./src/core/variable.ts";
import type { OpenInputs, OpenInputsOptions } from "./src/inputs/open_inputs.ts";
import type { OpenTextFileOptions } from "./src/inputs/open_text_file.ts";
import type { InputSpec } from "./src/inputs/parse_input.ts";
import type { CreateModelsOptions, Models } from "./src/lm/create_models.ts";
import type { ReplyCache, ReplyCacheOptions } from "./src/lm/reply_cache.ts";
import type { ForkRunOptions, ResumeOptions } from "./src/replay/continue_run.ts";
import type { Replay, ReplayOptions } from "./src/replay/replay_run.ts";
import type { RunRecord } from "./src/replay/run_record.ts";
import type { RunOptions, RunResult } from "./src/rlm/run_options.ts";
import type { Trajectory, TrajectoryOptions } from "./src/rlm/trajectory.ts";

export { BACKENDS, loadCloud, loadConformance } from "./backends/mod.ts";
export type * from "./src/core/mod.ts";
export { isRecoverable } from "./src/core/cell_result.ts";
export { FleetError, InterruptedError, UsageError } from "./src/core/errors.ts";
export { isJsonObject, stringifyJson } from "./src/core/json.ts";
export { NO_USAGE } from "./src/core/lm.ts";
export type { OpenInputs, OpenInputsOptions } from "./src/inputs/open_inputs.ts";
export type { OpenTextFileOptions } from "./src/inputs/open_text_file.ts";
export type { InputFormat, InputSpec } from "./src/inputs/parse_input.ts";
export type { CreateModelsOptions, Models } from "./src/lm/create_models.ts";
export type { ModelSettings } from "./src/lm/model_settings.ts";
export type { ModelPrice, PriceCall, PriceTable } from "./src/lm/price.ts";
export type { CacheMode, ReplyCache, ReplyCacheOptions } from "./src/lm/reply_cache.ts";
export type { RetryNotice } from "./src/lm/retry.ts";
export type { CachedReply, ReplyStore } from "./src/lm/with_cache.ts";
export { parseSignature, type ParseSignatureOptions } from "./src/rlm/signature/parse_signature.ts";
export {
  type JsonSchemaSource,
  signatureFromZod,
  type SignatureFromZodOptions,
} from "./src/rlm/signature/signature_from_zod.ts";
export type { ForkRunOptions, ResumeOptions } from "./src/replay/continue_run.ts";
export type { Divergence, DivergenceError, DivergenceKind } from "./src/replay/divergence.ts";
export type { Replay, ReplayOptions } from "./src/replay/replay_run.ts";
export type * from "./src/replay/run_record.ts";
export type { RunOptions, RunResult, Step } from "./src/rlm/run_options.ts";
export type { Trajectory, TrajectoryOptions } from "./src/rlm/trajectory.ts";
export * from "./src/tasks/mod.ts";
export type { ToolDefinition } from "./src/toolbox/tool_definition.ts";
export type { Redactor } from "./src/text/redact.ts";

/**
 * Runs a task: a signature, variables, a model, and a way to make an interpreter.
 *
 * Ends with status `submitted`, or at a limit with `extracted` or `limit`.
 * @throws {FleetError} What is wrong with the options, the model or the sandbox; `interrupted` when
 * `options.signal` was aborted.
 */
export async function runRlm(options: RunOptions): Promise<RunResult> {
  return await (await import("./src/rlm/run.ts")).runRlm(options);
}

/**
 * Makes the models of a run from their names: `provider/model`, `offline` or `scripted:FILE`.
 * @throws {FleetError} `model-not-configured`, `config-invalid`, or what is wrong with a script.
 */
export async function createModels(options: CreateModelsOptions): Promise<Models> {
  return await (await import("./src/lm/create_models.ts")).createModels(options);
}

/**
 * Opens a response cache in a file, for `settings.cache` of {@linkcode createModels}. Never fails: a
 * file that cannot be used is told of and done without.
 */
export async function openReplyCache(
  path: string,
  options: ReplyCacheOptions,
): Promise<ReplyCache> {
  return await (await import("./src/lm/reply_cache.ts")).openReplyCache(path, options);
}

/**
 * Opens inputs of any kind as variables: values, text files, PDFs, Word documents, folders and globs.
 * The temporary files that some of them need go when the result is disposed of.
 * @throws {FleetError} With the code `interrupted` or one that begins with `input-`.
 */
export async function openInputs(
  specs: readonly InputSpec[],
  options: OpenInputsOptions,
): Promise<OpenInputs> {
  return await (await import("./src/inputs/open_inputs.ts")).openInputs(specs, options);
}

/**
 * Checks and hashes a text file, as it is or in gzip, so that it can be bound by reference.
 * @throws {FleetError} `input-missing`, `input-unreadable`, `input-empty`, `input-not-text`,
 * `input-invalid` or `interrupted`.
 */
export async function openTextFile(
  path: string,
  options: OpenTextFileOptions = {},
): Promise<FileReference> {
  return await (await import("./src/inputs/open_text_file.ts")).openTextFile(path, options);
}

/**
 * Creates the record of a run: a new file with one JSON object a line.
 * @throws {FleetError} `trajectory-unwritable`.
 */
export async function openTrajectory(
  path: string,
  options: TrajectoryOptions = {},
): Promise<Trajectory> {
  return (await import("./src/rlm/trajectory.ts")).openTrajectory(path, options);
}

/**
 * Reads the record of a run, to replay, resume or fork it.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `input-invalid` when it is none.
 */
export async function readRecord(path: string): Promise<RunRecord> {
  return await (await import("./src/replay/read_record.ts")).readRecord(path);
}

/**
 * Does a recorded run again: the real code, and every answer of models and tools from the record.
 * @throws {DivergenceError} where the run first leaves its record.
 * @throws {FleetError} what the recorded run failed with, or what is wrong with the inputs.
 */
export async function replayRun(options: ReplayOptions): Promise<Replay> {
  return await (await import("./src/replay/replay_run.ts")).replayRun(options);
}

/**
 * Goes on with a recorded run that was killed, failed or came to a limit.
 * @throws {FleetError} Why it cannot go on, or as {@linkcode runRlm}.
 */
export async function resumeRun(options: RunOptions, given: ResumeOptions): Promise<RunResult> {
  return await (await import("./src/replay/continue_run.ts")).resumeRun(options, given);
}

/**
 * Branches off a recorded run at a step, with other code or another model.
 * @throws {FleetError} Why it cannot, or as {@linkcode runRlm}.
 */
export async function forkRun(options: RunOptions, given: ForkRunOptions): Promise<RunResult> {
  return await (await import("./src/replay/continue_run.ts")).forkRun(options, given);
}

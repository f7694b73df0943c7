/**
 * Recursive Language Models: a planner model writes Python that runs in a sandbox, where the long
 * document is a variable and `llm_query()` asks for meaning. This is the library; run as a program,
 * it is the command line `fleet-rlm`.
 *
 * The composition root: it joins the backends to the command line, listens for signals and sets the
 * exit code. What a run needs is loaded when it is first called, so that `--help` does not wait.
 *
 * @module
 */

import { BACKENDS } from "./backends/mod.ts";
import { runCli } from "./src/cli/run_cli.ts";
import { InterruptedError } from "./src/core/errors.ts";
import type { FileReference } from "./src/core/variable.ts";
import type { OpenTextFileOptions } from "./src/inputs/open_text_file.ts";
import type { CreateModelsOptions, Models } from "./src/lm/create_models.ts";
import type { RunOptions, RunResult } from "./src/rlm/run_options.ts";
import type { Trajectory, TrajectoryOptions } from "./src/rlm/trajectory.ts";

export { BACKENDS } from "./backends/mod.ts";
export { type Composition, runCli } from "./src/cli/run_cli.ts";
export type { Terminal } from "./src/cli/terminal.ts";
export type * from "./src/core/mod.ts";
export { isRecoverable } from "./src/core/cell_result.ts";
export { FleetError, InterruptedError, UsageError } from "./src/core/errors.ts";
export { isJsonObject, stringifyJson } from "./src/core/json.ts";
export type { OpenTextFileOptions } from "./src/inputs/open_text_file.ts";
export type { CreateModelsOptions, Models } from "./src/lm/create_models.ts";
export type { ModelSettings } from "./src/lm/model_settings.ts";
export type { RetryNotice } from "./src/lm/retry.ts";
export { parseSignature, type ParseSignatureOptions } from "./src/rlm/parse_signature.ts";
export type { RunOptions, RunResult, Step } from "./src/rlm/run_options.ts";
export type { Trajectory, TrajectoryOptions } from "./src/rlm/trajectory.ts";
export * from "./src/tasks/mod.ts";
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
 * Checks and hashes a text file, so that it can be bound by reference.
 * @throws {FleetError} `input-missing`, `input-unreadable`, `input-empty`, `input-not-text` or
 * `interrupted`.
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

if (import.meta.main) await main();

/** Runs the command line. It ends by itself, unless a read that nothing can stop is still open. */
async function main(): Promise<void> {
  const ending = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const onSignal = () => {
    if (ending.signal.aborted) Deno.exit(130);
    ending.abort(new InterruptedError());
  };
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  const code = await runCli(Deno.args, { backends: BACKENDS, signal: ending.signal });
  for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
  Deno.exitCode = code;
  if (ending.signal.aborted) Deno.exit(code);
}

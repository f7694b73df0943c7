/**
 * What the commands on records share: finding the record of a run, its task, and the inputs to open.
 *
 * @module
 */

import { recordsFolder, stateFolder } from "../config/state_folder.ts";
import { userPlaces } from "../config/user_places.ts";
import { checkDistinct, type InputSpec, parseInput } from "../inputs/parse_input.ts";
import { findRun } from "../replay/find_run.ts";
import { readRecord } from "../replay/read_record.ts";
import { recordedInputs } from "../replay/recorded_inputs.ts";
import type { RunRecord } from "../replay/run_record.ts";
import { ownTask } from "../tasks/own_task.ts";
import { findShippedTask } from "../tasks/shipped_tasks.ts";
import type { CommandContext } from "./command_spec.ts";
import type { RunRequest } from "./run_request.ts";

/**
 * Reads the record that the argument RUN names.
 * @throws {FleetError} What finding or reading it throws.
 */
export async function openRecord(context: CommandContext): Promise<RunRecord> {
  return await readRecord(await locateRecord(context, context.args.requiredArgument("run")));
}

/**
 * Absolute path of the record of a run: by path, by identifier, or `last`.
 * @throws {FleetError} `input-missing` or `usage`.
 */
export async function locateRecord(
  { cwd, env }: CommandContext,
  name: string,
): Promise<string> {
  return await findRun(name, { folder: recordsFolder(stateFolder(userPlaces(env))), cwd });
}

/** The inputs to open: those of `--input`, and for the others those on record. */
export async function openableInputs(
  { args }: CommandContext,
  record: RunRecord,
): Promise<readonly InputSpec[]> {
  const given = args.list("input").map(parseInput);
  checkDistinct(given);
  return await recordedInputs(record, given);
}

/** The plan of a recorded run: its own signature and limits, the measures of its task. */
export function recordedPlan(record: RunRecord, inputs: readonly InputSpec[]): RunRequest {
  const { limits, recipe, signature, task: name } = record.start;
  const { maxIterations, maxLlmCalls } = limits;
  const defaults = { maxIterations, maxLlmCalls, timeoutMs: recipe.timeoutMs };
  const shipped = findShippedTask(name);
  return {
    task: { ...shipped ?? ownTask(signature), name, signature, defaults },
    inputs,
    nested: shipped === undefined,
  };
}

/** The name of a run, as messages say it. */
export function nameOf(record: RunRecord): string {
  return `run ${record.start.runId}`;
}

/**
 * `runs rm`: removes records of runs, with what belongs to them. Asks on a terminal, and otherwise wants
 * to be told that it is meant.
 *
 * @module
 */

import { basename, dirname } from "node:path";
import { pagesFolder, recordsFolder, stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import { UsageError } from "../../core/errors.ts";
import { findRun, type FindRunOptions } from "../../replay/find_run.ts";
import { listRecords } from "../../records/list_records.ts";
import { readSummary } from "../../records/read_summary.ts";
import { removeRecord } from "../../records/remove_record.ts";
import type { RunSummary } from "../../records/run_summary.ts";
import { formatCounted } from "../../text/format_number.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
import { readRecordFilter } from "../record_filter.ts";

/** Removes the runs that the arguments name, or those that the options tell of. */
export async function runsRm(context: CommandContext): Promise<number> {
  const { args, env, terminal } = context;
  const state = stateFolder(userPlaces(env));
  const folder = recordsFolder(state);
  const chosen = await choose(context, folder);
  const [kept, meant] = [chosen.filter(isWritten), chosen.filter((run) => !isWritten(run))];
  for (const { id } of kept) {
    terminal.err(`Warning: Run ${id} is being written and is left alone\n`);
  }
  if (meant.length > 0) await confirm(context, meant);
  const names = await namesIn(folder);
  for (const { path } of meant) {
    await removeRecord(path, { names, pages: pagesFolder(state) });
  }
  const removed = meant.map(({ id }) => id);
  if (args.flag("json")) terminal.out(renderJson({ removed, left: kept.map(({ id }) => id) }));
  else terminal.out(`Removed ${formatCounted(removed.length, "run")}\n`);
  return EXIT.ok;
}

async function choose(
  context: CommandContext,
  folder: string,
): Promise<readonly RunSummary[]> {
  const { args, cwd, signal } = context;
  const names = args.arguments("run");
  const filter = readRecordFilter(context);
  const isFiltered = Object.keys(filter).length > 0;
  const isAll = args.flag("all");
  if ([names.length > 0, isFiltered, isAll].filter(Boolean).length !== 1) {
    throw new UsageError("Cannot tell which runs are meant", {
      hint: "Name runs, or choose them with --task, --status, --since, --before, or give --all",
    });
  }
  if (names.length === 0) return await Array.fromAsync(listRecords(folder, { filter, signal }));
  const paths = new Set<string>();
  for (const name of names) paths.add(await locate(name, { folder, cwd }));
  return [...paths].map(readSummary);
}

/** Only what is in the folder of records is a record to remove; a path may lead to anything. */
async function locate(name: string, places: FindRunOptions): Promise<string> {
  const { folder } = places;
  const path = await findRun(name, places);
  if (dirname(path) === folder && await isFile(path)) return path;
  throw new UsageError(`Cannot remove "${name}": it is not among the runs of ${folder}`, {
    hint: "Name a run by its identifier, or remove the file yourself",
  });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isFile;
  } catch {
    return false;
  }
}

function isWritten({ state }: RunSummary): boolean {
  return state === "running";
}

async function confirm(
  { args, terminal }: CommandContext,
  runs: readonly RunSummary[],
): Promise<void> {
  if (args.flag("yes")) return;
  const what = runs.length === 1 ? `run ${runs[0]?.id}` : formatCounted(runs.length, "run");
  if (!terminal.isInputTyped) {
    throw new UsageError(`Cannot remove ${what} without being told that it is meant`, {
      hint: "Add --yes",
    });
  }
  const answer = await terminal.ask(`Remove ${what} for good? [y/N]`);
  if (!/^y(es)?$/i.test(answer)) throw new UsageError("Nothing was removed");
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(basename(name));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}

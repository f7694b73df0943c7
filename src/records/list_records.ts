/**
 * The records of a folder, newest first, told apart by what their names say before any is opened.
 *
 * @module
 */

import { join } from "node:path";
import { RECORD_SUFFIX } from "../config/state_folder.ts";
import { throwIfAborted } from "../core/errors.ts";
import { readSummary } from "./read_summary.ts";
import { recordIds } from "./record_ids.ts";
import type { RunState } from "./run_state.ts";
import type { RunSummary } from "./run_summary.ts";

/** Which runs are wanted; what is left out does not matter. */
export interface RecordFilter {
  /** Names of tasks. */
  readonly tasks?: readonly string[];
  /** States. */
  readonly states?: readonly RunState[];
  /** Runs that began at this time or later, milliseconds since 1970. */
  readonly since?: number;
  /** Runs that began before this time, milliseconds since 1970. */
  readonly before?: number;
}

/** Options of {@linkcode listRecords}. */
export interface ListRecordsOptions {
  /** Which runs are wanted. */
  readonly filter?: RecordFilter;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal;
}

/** Records read before others get a turn. */
const PER_TURN = 200;

/**
 * The wanted runs of a folder, newest first, each read when it is asked for.
 * @throws {FleetError} `interrupted` when the signal was aborted, or as `recordIds`.
 */
export async function* listRecords(
  folder: string,
  { filter = {}, signal }: ListRecordsOptions = {},
): AsyncGenerator<RunSummary, void, void> {
  let read = 0;
  for (const id of await recordIds(folder)) {
    if (!isInTime(timeOf(id), filter)) continue;
    if (++read % PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
    throwIfAborted(signal);
    const summary = readSummary(join(folder, id + RECORD_SUFFIX));
    if (isWanted(summary, filter)) yield summary;
  }
}

function isWanted(summary: RunSummary, filter: RecordFilter): boolean {
  const { states, tasks } = filter;
  return (tasks?.includes(summary.task) ?? true) && (states?.includes(summary.state) ?? true) &&
    isInTime(timeOf(summary.id) ?? dateOf(summary.startedAt), filter, false);
}

/** Whether a run began when it should have; one of which that is not known may have, or not. */
function isInTime(
  time: number | undefined,
  { before = Infinity, since = -Infinity }: RecordFilter,
  otherwise = true,
): boolean {
  if (time === undefined) return otherwise || (before === Infinity && since === -Infinity);
  return time >= since && time < before;
}

/** When a run began, by its identifier, to the second. */
function timeOf(id: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)-/.exec(id);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return dateOf(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function dateOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

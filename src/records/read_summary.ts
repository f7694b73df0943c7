/**
 * A run in short from the head and the tail of its record, however long it is. Makes the best of what
 * it finds: a record may be torn, of another program, or none.
 *
 * Reads synchronously: a list has thousands of these, and each is a few system calls.
 *
 * @module
 */

import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { Usage } from "../core/lm.ts";
import { parseLine } from "../rlm/parse_line.ts";
import { TRAJECTORY_SCHEMA } from "../rlm/trajectory.ts";
import { countOf, numberOf, objectOf, own, textOf } from "../view/event_fields.ts";
import { recordId } from "./record_ids.ts";
import type { RunState } from "./run_state.ts";
import type { RunSummary } from "./run_summary.ts";

/** Bytes read from either end at first; a line that does not fit is read on. */
const BLOCK_BYTES = 8_192;

const LINE_FEED = 0x0a;

/** The summary of the record in a file. Never fails. */
export function readSummary(path: string): RunSummary {
  const id = recordId(path);
  try {
    using file = Deno.openSync(path);
    const { isFile, size } = file.statSync();
    if (!isFile) throw new TypeError("It is no file");
    return read(file, { id, path, bytes: size });
  } catch {
    return summarize({ id, path, bytes: 0 }, { state: "unreadable" });
  }
}

/** A record, before it is read. */
type Place = Pick<RunSummary, "id" | "path" | "bytes">;

function read(file: Deno.FsFile, place: Place): RunSummary {
  const [header, begin] = readHead(file, place.bytes).map(asObject);
  if (header === undefined || header["schema"] !== TRAJECTORY_SCHEMA) {
    return summarize(place, { state: "unreadable" });
  }
  const start = begin !== undefined && textOf(begin, "type") === "run-start" ? begin : {};
  const last = asObject(readLastLine(file, place.bytes)) ?? {};
  const isOver = textOf(last, "type") === "run-end" && own(last, "run") === undefined;
  const state = isOver ? stateOf(last) : isWritten(file) ? "running" : "unfinished";
  return summarize(place, { state, start, last, isOver });
}

function summarize(
  place: Place,
  { state, start = {}, last = {}, isOver = false }: {
    readonly state: RunState;
    readonly start?: JsonObject;
    readonly last?: JsonObject;
    readonly isOver?: boolean;
  },
): RunSummary {
  const error = objectOf(last, "error");
  return {
    ...place,
    state,
    startedAt: textOf(start, "startedAt"),
    task: textOf(start, "task"),
    planner: textOf(start, "planner"),
    subModel: textOf(start, "subModel"),
    backend: textOf(start, "backend"),
    durationMs: countOf(last, "atMs"),
    ...(isOver
      ? {
        iterations: countOf(last, "iterations"),
        llmCalls: countOf(last, "llmCalls"),
        usage: usageOf(objectOf(last, "usage")),
      }
      : {}),
    ...(isOver && own(last, "error") !== undefined
      ? { error: { code: textOf(error, "code"), message: textOf(error, "message") } }
      : {}),
  };
}

function stateOf(end: JsonObject): RunState {
  const status = textOf(end, "status");
  if (status === "submitted" || status === "extracted" || status === "limit") return status;
  return textOf(objectOf(end, "error"), "code") === "interrupted" ? "interrupted" : "failed";
}

function usageOf(usage: JsonObject): Usage {
  const amount = (key: "costUsd" | "unpricedCalls" | "estimatedCalls") => {
    const value = numberOf(usage, key);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    inputTokens: countOf(usage, "inputTokens"),
    outputTokens: countOf(usage, "outputTokens"),
    cachedTokens: countOf(usage, "cachedTokens"),
    ...amount("costUsd"),
    ...amount("unpricedCalls"),
    ...amount("estimatedCalls"),
  };
}

/** Whether somebody writes the record: who does has it locked (see `openTrajectory`). */
function isWritten(file: Deno.FsFile): boolean {
  try {
    if (!file.tryLockSync(false)) return true;
    file.unlockSync();
  } catch {
    // Not every file system has locks.
  }
  return false;
}

function asObject(line: string | undefined): JsonObject | undefined {
  const value = line === undefined ? undefined : parseLine(line);
  return isJsonObject(value) ? value : undefined;
}

/** The first two lines, as far as they are whole. */
function readHead(file: Deno.FsFile, size: number): readonly string[] {
  for (let length = BLOCK_BYTES;; length *= 8) {
    const bytes = readAt(file, 0, Math.min(length, size));
    const first = bytes.indexOf(LINE_FEED);
    const second = first < 0 ? -1 : bytes.indexOf(LINE_FEED, first + 1);
    if (second >= 0) {
      return [decode(bytes.subarray(0, first)), decode(bytes.subarray(first + 1, second))];
    }
    if (length >= size) return first < 0 ? [] : [decode(bytes.subarray(0, first))];
  }
}

/** The last line that has its end; one without is torn. */
function readLastLine(file: Deno.FsFile, size: number): string | undefined {
  for (let length = BLOCK_BYTES;; length *= 8) {
    const bytes = readAt(file, Math.max(0, size - length), Math.min(length, size));
    const end = bytes.lastIndexOf(LINE_FEED);
    const before = end <= 0 ? -1 : bytes.lastIndexOf(LINE_FEED, end - 1);
    if (before >= 0) return decode(bytes.subarray(before + 1, end));
    if (length >= size) return end < 0 ? undefined : decode(bytes.subarray(0, end));
  }
}

/** Memory for a block, used again for the next one. */
const SHARED = new Uint8Array(8 * BLOCK_BYTES);

/** Bytes of the file; they are good until the next call. */
function readAt(file: Deno.FsFile, start: number, length: number): Uint8Array {
  const bytes = length <= SHARED.length ? SHARED.subarray(0, length) : new Uint8Array(length);
  file.seekSync(start, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < length) {
    const count = file.readSync(bytes.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

const DECODER = new TextDecoder();

function decode(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}

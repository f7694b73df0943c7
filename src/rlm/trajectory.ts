/**
 * The record of a run: an append-only JSON Lines file.
 *
 * The first line is `{"schema":"fleet-rlm.trajectory","version":1}`; every further line is one event
 * of the run, redacted, with NaN and infinities as strings (see `stringifyJson`). A line is written
 * whole and at once when its event happens, so that a run which is killed loses at most the event
 * being written. Input values that are too long for a line go to files of their own beside it.
 * `docs/trajectory.md` describes every event; reading is `read_trajectory.ts`.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { FleetError, messageOf } from "../core/errors.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import type { RunEvent, RunListener } from "../core/run_event.ts";
import { type Redactor, redactValue } from "../text/redact.ts";
import { moveLongInputs } from "./side_files.ts";

/** Value of `schema` on the first line. */
export const TRAJECTORY_SCHEMA = "fleet-rlm.trajectory";

/** The version of the format that is written. */
export const TRAJECTORY_VERSION = 1;

/** Options of {@linkcode openTrajectory}. */
export interface TrajectoryOptions {
  /** Removes secrets from every text that is written. */
  readonly redact?: Redactor;
  /** Told once when the file cannot be written any more, such as on a full disk. */
  readonly onWarn?: (message: string) => void;
}

/** A trajectory file that is open for writing. */
export interface Trajectory extends Disposable {
  /** Writes every event that it is given; never throws. */
  readonly listener: RunListener;
  /** Absolute path of the file. */
  readonly path: string;
  /** Closes the file; idempotent. */
  close(): void;
}

/**
 * Creates the file (mode 0600) with its parent folders and writes the first line. A file that already
 * holds something is a record of another run and is left alone.
 *
 * @throws {FleetError} `trajectory-unwritable`.
 */
export function openTrajectory(path: string, options: TrajectoryOptions = {}): Trajectory {
  const absolute = resolve(path);
  const redact: Redactor = options.redact ?? ((text) => text);
  const file = openNew(absolute, path);
  let open = true;
  let broken = false;

  function close(): void {
    if (!open) return;
    open = false;
    file.close();
  }

  function write(event: RunEvent): void {
    const clean = redactValue(event as unknown as JsonValue, redact);
    // A side file is there before the line that names it.
    writeLine(file, event.type === "run-start" ? moveLongInputs(clean, absolute) : clean);
  }

  function listener(event: RunEvent): void {
    if (!open || broken) return;
    try {
      write(event);
    } catch (error) {
      broken = true;
      options.onWarn?.(`Cannot go on writing trajectory "${path}": ${messageOf(error)}`);
    }
  }

  return { listener, path: absolute, close, [Symbol.dispose]: close };
}

function openNew(absolute: string, given: string): Deno.FsFile {
  try {
    Deno.mkdirSync(dirname(absolute), { recursive: true });
    assertPlainFile(absolute);
    const file = Deno.openSync(absolute, { append: true, create: true, mode: 0o600 });
    try {
      if (file.statSync().size > 0) throw new Error("the file already holds something");
      lock(file);
      writeLine(file, { schema: TRAJECTORY_SCHEMA, version: TRAJECTORY_VERSION });
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  } catch (error) {
    throw new FleetError(
      "trajectory-unwritable",
      `Cannot write trajectory "${given}": ${messageOf(error)}`,
      { hint: "Name a new file in a folder that you may write to", cause: error },
    );
  }
}

/** Lets others know that the record is being written; it is unlocked when it is closed. */
function lock(file: Deno.FsFile): void {
  if (Deno.build.os === "windows") return; // There it would keep readers out.
  try {
    file.tryLockSync(true);
  } catch {
    // Not every file system has locks.
  }
}

/** Opening a pipe without a reader would block the program for good. */
function assertPlainFile(path: string): void {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch {
    return;
  }
  if (info.isFifo || info.isSocket) throw new Error("it is not a regular file");
}

function writeLine(file: Deno.FsFile, value: JsonValue): void {
  const bytes = new TextEncoder().encode(`${stringifyJson(value)}\n`);
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}

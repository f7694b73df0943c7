/**
 * Reads trajectory files, those of killed runs included: a last line that was torn is left out.
 *
 * A file is read line by line, so that memory follows what the reader keeps and not what the file
 * holds.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import type { RunEvent } from "../core/run_event.ts";
import { parseLine } from "./parse_line.ts";
import { type FileLine, readLines, splitText } from "./read_lines.ts";
import { TRAJECTORY_SCHEMA, TRAJECTORY_VERSION } from "./trajectory.ts";

/** What a trajectory file holds. */
export interface RecordedRun {
  /** Version of its format. */
  readonly version: number;
  /** Its events in order. NaN and infinities are strings here, as they are in the file. */
  readonly events: readonly RunEvent[];
  /** Whether the last line was torn, as a killed run leaves it. */
  readonly torn: boolean;
}

/** What is known of a trajectory file once all of it was read. */
export type TrajectoryEnd = Omit<RecordedRun, "events">;

/**
 * Reads a trajectory file whole.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `input-invalid` with the line at fault.
 */
export async function readTrajectory(path: string): Promise<RecordedRun> {
  const events: RunEvent[] = [];
  const end = await scanTrajectory(path, (event) => events.push(event));
  return { ...end, events };
}

/**
 * Reads a trajectory file event by event; keeps none of them.
 * @param visit Called with every event in order. What it throws ends the reading.
 * @throws {FleetError} As {@linkcode readTrajectory}.
 */
export async function scanTrajectory(
  path: string,
  visit: (event: RunEvent) => void,
): Promise<TrajectoryEnd> {
  const unreadable = (cause: unknown): never => {
    const missing = cause instanceof Deno.errors.NotFound;
    throw new FleetError(
      missing ? "input-missing" : "input-unreadable",
      `Cannot read trajectory "${path}": ${missing ? "no such file" : messageOf(cause)}`,
      { cause },
    );
  };
  const lines = new TrajectoryLines(path, visit);
  using file = await Deno.open(path).catch(unreadable);
  const source = { read: (buffer: Uint8Array) => file.read(buffer).catch(unreadable) };
  for await (const line of readLines(source)) lines.take(line);
  return lines.end();
}

/**
 * Reads the text of a trajectory; `source` names it in errors.
 * @throws {FleetError} `input-invalid` with the line at fault.
 */
export function parseTrajectory(text: string, source: string): RecordedRun {
  const events: RunEvent[] = [];
  const lines = new TrajectoryLines(source, (event) => events.push(event));
  for (const line of splitText(text)) lines.take(line);
  return { ...lines.end(), events };
}

/** Takes the lines of one file in order. */
class TrajectoryLines {
  readonly #source: string;
  readonly #visit: (event: RunEvent) => void;
  #count = 0;
  #version = 0;
  #torn = false;

  constructor(source: string, visit: (event: RunEvent) => void) {
    this.#source = source;
    this.#visit = visit;
  }

  end(): TrajectoryEnd {
    if (this.#count === 0) this.#version = readHeader("", this.#source);
    return { version: this.#version, torn: this.#torn };
  }

  take({ text, ended }: FileLine): void {
    this.#count++;
    if (this.#count === 1) {
      this.#version = readHeader(text, this.#source);
      return;
    }
    const event = readEvent(text);
    if (event !== undefined) this.#visit(event);
    else if (!ended) this.#torn = true;
    else throw invalid(this.#source, `line ${this.#count} is no event`);
  }
}

function readHeader(line: string, source: string): number {
  const header = parseLine(line);
  if (!isJsonObject(header) || header["schema"] !== TRAJECTORY_SCHEMA) {
    throw invalid(source, `its first line does not say "${TRAJECTORY_SCHEMA}"`, {
      hint: "Give a record of a run, as --trajectory writes it",
    });
  }
  const version = header["version"];
  if (typeof version !== "number") throw invalid(source, "its first line has no version");
  if (version > TRAJECTORY_VERSION) {
    throw invalid(source, `version ${version} is newer than ${TRAJECTORY_VERSION}`);
  }
  return version;
}

function readEvent(line: string): RunEvent | undefined {
  const value = parseLine(line);
  if (!isJsonObject(value)) return undefined;
  const { type, atMs } = value;
  if (typeof type !== "string" || typeof atMs !== "number") return undefined;
  return value as unknown as RunEvent;
}

function invalid(
  source: string,
  problem: string,
  options: { readonly hint?: string } = {},
): FleetError {
  return new FleetError("input-invalid", `Cannot read trajectory "${source}": ${problem}`, options);
}

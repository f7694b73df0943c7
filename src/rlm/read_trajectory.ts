/**
 * Reads trajectory files, those of killed runs included: a last line that was torn is left out.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { RunEvent } from "../core/run_event.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";
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

/**
 * Reads a trajectory file.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `input-invalid` with the line at fault.
 */
export async function readTrajectory(path: string): Promise<RecordedRun> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    throw new FleetError(
      missing ? "input-missing" : "input-unreadable",
      `Cannot read trajectory "${path}": ${missing ? "no such file" : messageOf(error)}`,
      { cause: error },
    );
  }
  return parseTrajectory(text, path);
}

/**
 * Reads the text of a trajectory; `source` names it in errors.
 * @throws {FleetError} `input-invalid` with the line at fault.
 */
export function parseTrajectory(text: string, source: string): RecordedRun {
  const lines = text.split("\n");
  const ended = lines.at(-1) === "";
  if (ended) lines.pop();
  const version = readHeader(lines[0] ?? "", source);
  const events: RunEvent[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const event = readEvent(line);
    if (event !== undefined) {
      events.push(event);
    } else if (index === lines.length - 1 && !ended) {
      return { version, events, torn: true };
    } else {
      throw invalid(source, `line ${index + 1} is no event`);
    }
  }
  return { version, events, torn: false };
}

function readHeader(line: string, source: string): number {
  const header = parseLine(line);
  if (!isJsonObject(header) || header["schema"] !== TRAJECTORY_SCHEMA) {
    throw invalid(source, `its first line does not say "${TRAJECTORY_SCHEMA}"`);
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

function parseLine(line: string): JsonValue | undefined {
  try {
    return parseExactJson(line);
  } catch {
    return undefined;
  }
}

function invalid(source: string, problem: string): FleetError {
  return new FleetError("input-invalid", `Cannot read trajectory "${source}": ${problem}`);
}

/**
 * The events of a run as JSON Lines for programs, each written when it happens: to a file, or to
 * standard output in place of the result.
 *
 * @module
 */

import { resolve } from "node:path";
import { FleetError, messageOf, UsageError } from "../core/errors.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import type { RunListener } from "../core/run_event.ts";
import { type Redactor, redactValue } from "../text/redact.ts";
import type { CommandContext } from "./command_spec.ts";

/** Events that are being written; close them when the run is over. */
export interface EventLines extends Disposable {
  /** Hears the events. */
  readonly listener: RunListener;
  /** Whether they take the place of the result. */
  readonly areOutput: boolean;
}

/**
 * Opens what `--events` names; undefined without it. Opening a named pipe waits for its reader.
 * @throws {UsageError} Standard output was to hold something else as well.
 * @throws {FleetError} `output-failed`.
 */
export function openEventLines(
  context: CommandContext,
  redact: Redactor,
): EventLines | undefined {
  const { args, cwd, terminal } = context;
  const given = args.text("events");
  if (given === undefined) return undefined;
  if (given !== "-") return openFile(resolve(cwd, given), context, redact);
  const other = ["json", "full-output"].find((name) => args.flag(name));
  if (other !== undefined) {
    throw new UsageError(`Cannot use --events with --${other}: both want standard output`, {
      hint: "Write the events to a file with --events=FILE",
    });
  }
  return {
    listener: (event) => terminal.out(lineOf(event as unknown as JsonValue, redact)),
    areOutput: true,
    [Symbol.dispose]: () => {},
  };
}

function openFile(path: string, { terminal }: CommandContext, redact: Redactor): EventLines {
  const file = open(path);
  let isBroken = false;
  return {
    listener: (event) => {
      if (isBroken) return;
      try {
        const bytes = new TextEncoder().encode(lineOf(event as unknown as JsonValue, redact));
        for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
      } catch (error) {
        isBroken = true;
        terminal.err(`Warning: Cannot go on writing events to "${path}": ${messageOf(error)}\n`);
      }
    },
    areOutput: false,
    [Symbol.dispose]: () => file.close(),
  };
}

function open(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true, create: true, truncate: true, mode: 0o600 });
  } catch (cause) {
    throw new FleetError("output-failed", `Cannot write events to "${path}": ${messageOf(cause)}`, {
      hint: "Name a file in a folder that you may write to",
      cause,
    });
  }
}

function lineOf(event: JsonValue, redact: Redactor): string {
  return `${stringifyJson(redactValue(event, redact))}\n`;
}

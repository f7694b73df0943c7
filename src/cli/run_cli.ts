/**
 * The command line: finds the command, parses its arguments, runs its action and turns whatever is
 * thrown into lines on stderr and an exit code. It neither exits nor listens for signals; `main.ts`
 * does.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { LoadCloud } from "../core/cloud_account.ts";
import type { LoadConformance } from "../core/conformance.ts";
import type { DiagnosisSource } from "../core/diagnosis.ts";
import { InterruptedError, messageOf, UsageError } from "../core/errors.ts";
import { currentBuild, describeBuild } from "./build.ts";
import type { CommandTable } from "./command_spec.ts";
import { commandTable } from "./command_table.ts";
import { describeError, rootOf } from "./describe_error.ts";
import { EXIT, exitCodeOf } from "./exit_code.ts";
import { findCommand, unknownOption } from "./find_command.ts";
import { renderCommandHelp, renderGroupHelp, renderHelp } from "./help.ts";
import { parseCommandLine } from "./parse_command_line.ts";
import { createTerminal, type Terminal } from "./terminal.ts";

/** What the command line is put together with. */
export interface Composition {
  /** Backends by name. */
  readonly backends: BackendRegistry;
  /** Loads what `conform` checks; without it that command fails. */
  readonly loadConformance?: LoadConformance;
  /** Loads the cloud whose accounts the commands of `modal` look after. */
  readonly loadCloud?: LoadCloud;
  /** Houses besides the backends that `doctor` looks at. */
  readonly diagnoses?: readonly DiagnosisSource[];
  /**
   * Ends the command when aborted.
   * @default {never aborted}
   */
  readonly signal?: AbortSignal;
  /**
   * Streams to use.
   * @default {those of the process}
   */
  readonly terminal?: Terminal;
  /**
   * Environment variables.
   * @default {those of the process}
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * The current folder, absolute.
   * @default {that of the process}
   */
  readonly cwd?: string;
}

/** Runs one command line and returns the exit code. Never throws. */
export async function runCli(argv: readonly string[], composition: Composition): Promise<number> {
  const terminal = composition.terminal ?? createTerminal();
  const signal = composition.signal ?? new AbortController().signal;
  try {
    return await dispatch(argv, { ...composition, terminal, signal });
  } catch (thrown) {
    if (signal.aborted || rootOf(thrown) instanceof InterruptedError) {
      terminal.err("Interrupted\n");
      return EXIT.interrupted;
    }
    const root = rootOf(thrown);
    terminal.err(describeError(root, { verbose: isVerbose(argv) }));
    if (root !== thrown && thrown instanceof SuppressedError) {
      terminal.err(`Warning: Cleaning up failed as well: ${messageOf(thrown.error)}\n`);
    }
    return exitCodeOf(root);
  }
}

type Prepared = Composition & Required<Pick<Composition, "terminal" | "signal">>;

async function dispatch(argv: readonly string[], composition: Prepared): Promise<number> {
  const { terminal, backends, signal } = composition;
  const table = commandTable(backends);
  const [first, ...others] = argv;
  if (first === undefined) {
    throw new UsageError("Missing command", { hint: "See fleet-rlm --help" });
  }
  if (first === "--version" || first === "-V") {
    terminal.out(`${describeBuild(currentBuild())}\n`);
    return EXIT.ok;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    const words = others.filter((word) => !word.startsWith("-"));
    terminal.out(renderPage(words, { table, width: terminal.width }));
    return EXIT.ok;
  }
  const found = findCommand(argv, table);
  if (found.kind === "group") {
    const [next] = found.rest;
    if (next === undefined) {
      throw new UsageError(`Missing command after "${found.group.name}"`, {
        hint: `See fleet-rlm help ${found.group.name}`,
      });
    }
    if (next !== "--help" && next !== "-h") throw unknownOption(next);
    terminal.out(renderGroupHelp(found.group, table, terminal.width));
    return EXIT.ok;
  }
  const { command, rest } = found;
  const args = await parseCommandLine(rest, command);
  if (args.wantsHelp) {
    terminal.out(renderCommandHelp(command, terminal.width));
    return EXIT.ok;
  }
  const action = await command.load();
  const env = composition.env ?? Deno.env.toObject();
  const cwd = composition.cwd ?? Deno.cwd();
  const { loadConformance, loadCloud, diagnoses } = composition;
  return await action({
    args,
    terminal,
    backends,
    ...(loadConformance === undefined ? {} : { loadConformance }),
    ...(loadCloud === undefined ? {} : { loadCloud }),
    ...(diagnoses === undefined ? {} : { diagnoses }),
    env,
    cwd,
    signal,
  });
}

/** The help page that some words ask for; words behind the name of a command are passed over. */
function renderPage(
  words: readonly string[],
  { table, width }: { readonly table: CommandTable; readonly width: number },
): string {
  if (words.length === 0) return renderHelp(table, width);
  const found = findCommand(words, table);
  return found.kind === "group"
    ? renderGroupHelp(found.group, table, width)
    : renderCommandHelp(found.command, width);
}

function isVerbose(argv: readonly string[]): boolean {
  return argv.includes("--verbose") || argv.includes("-v");
}

/**
 * The command line: finds the command, parses its arguments, runs its action and turns whatever is
 * thrown into lines on stderr and an exit code. It neither exits nor listens for signals; `main.ts`
 * does.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { LoadConformance } from "../core/conformance.ts";
import { InterruptedError, messageOf, UsageError } from "../core/errors.ts";
import { VERSION } from "../core/version.gen.ts";
import type { CommandSpec } from "./command_spec.ts";
import { commandTable } from "./command_table.ts";
import { describeError, rootOf } from "./describe_error.ts";
import { EXIT, exitCodeOf } from "./exit_code.ts";
import { renderCommandHelp, renderHelp } from "./help.ts";
import { parseCommandLine } from "./parse_command_line.ts";
import { suggest } from "./suggest.ts";
import { createTerminal, type Terminal } from "./terminal.ts";

/** What the command line is put together with. */
export interface Composition {
  /** Backends by name. */
  readonly backends: BackendRegistry;
  /** Loads what `conform` checks; without it that command fails. */
  readonly loadConformance?: LoadConformance;
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
  const { terminal, backends, signal, loadConformance } = composition;
  const commands = commandTable(backends);
  const [first, ...rest] = argv;
  if (first === undefined) {
    throw new UsageError("Missing command", { hint: "See fleet-rlm --help" });
  }
  if (first === "--version" || first === "-V") {
    terminal.out(`fleet-rlm ${VERSION}\n`);
    return EXIT.ok;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    const name = rest.find((word) => !word.startsWith("-"));
    terminal.out(
      name === undefined
        ? renderHelp(commands, terminal.width)
        : renderCommandHelp(findCommand(name, commands), terminal.width),
    );
    return EXIT.ok;
  }
  const command = findCommand(first, commands);
  const args = await parseCommandLine(rest, command);
  if (args.wantsHelp) {
    terminal.out(renderCommandHelp(command, terminal.width));
    return EXIT.ok;
  }
  const action = await command.load();
  const env = composition.env ?? Deno.env.toObject();
  const cwd = composition.cwd ?? Deno.cwd();
  const checks = loadConformance === undefined ? {} : { loadConformance };
  return await action({ args, terminal, backends, ...checks, env, cwd, signal });
}

function findCommand(name: string, commands: readonly CommandSpec[]): CommandSpec {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  if (name.startsWith("-")) {
    throw new UsageError(`Unknown option "${name}"`, {
      hint: "Options follow the command: fleet-rlm COMMAND [OPTIONS]",
    });
  }
  const near = suggest(name, commands.map((command) => command.name));
  throw new UsageError(`Unknown command "${name}"`, {
    hint: near === undefined
      ? "See fleet-rlm --help"
      : `Did you mean "${near}"? See fleet-rlm --help`,
  });
}

function isVerbose(argv: readonly string[]): boolean {
  return argv.includes("--verbose") || argv.includes("-v");
}

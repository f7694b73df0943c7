/**
 * The command line: has a command run and turns whatever is thrown into lines on stderr and an exit
 * code. It neither exits nor listens for signals; `program.ts` does.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { LoadCloud } from "../core/cloud_account.ts";
import type { LoadConformance } from "../core/conformance.ts";
import type { DiagnosisSource } from "../core/diagnosis.ts";
import { UsageError } from "../core/errors.ts";
import type { Scaffold } from "../core/scaffold.ts";
import { createAsker } from "./ask_line.ts";
import { answerQuickly } from "./quick_answer.ts";
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
  /** The assets for Claude Code; without them `init` and `hook` fail. */
  readonly scaffold?: Scaffold;
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
  const terminal = composition.terminal ?? createTerminal({ createAsker });
  const signal = composition.signal ?? new AbortController().signal;
  try {
    if (argv.length === 0) {
      throw new UsageError("Missing command", {
        hint: "See fleet-rlm --help, or begin with fleet-rlm doctor",
      });
    }
    return await answerQuickly(argv, terminal) ??
      await answerHookQuickly(argv, { ...composition, terminal }) ??
      await (await import("./run_command.ts")).runCommand(argv, {
        ...composition,
        terminal,
        signal,
      });
  } catch (thrown) {
    return (await import("./report_failure.ts")).reportFailure(thrown, { argv, terminal, signal });
  }
}

/** Answers `hook EVENT` without looking through the commands, since a prompt waits for it. */
async function answerHookQuickly(
  argv: readonly string[],
  { scaffold, terminal }: Composition & Required<Pick<Composition, "terminal">>,
): Promise<number | undefined> {
  const [command, event, ...others] = argv;
  const isPlain = event !== undefined && !event.startsWith("-") && others.length === 0;
  if (command !== "hook" || !isPlain || scaffold === undefined) return undefined;
  const { answerHook } = await import("./answer_hook.ts");
  return await answerHook(event, { terminal, loadPromptHook: scaffold.loadPromptHook });
}

/** A composition whose streams and signal are settled. */
export type PreparedComposition =
  & Composition
  & Required<Pick<Composition, "terminal" | "signal">>;

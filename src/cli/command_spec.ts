/**
 * The shape of a command: a cheap description, apart from the action that is loaded when it runs.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { LoadConformance } from "../core/conformance.ts";
import type { CommandArguments } from "./command_arguments.ts";
import type { OptionSpec } from "./option_spec.ts";
import type { Terminal } from "./terminal.ts";

/** What an action works with. */
export interface CommandContext {
  /** Checked values of its options. */
  readonly args: CommandArguments;
  /** Where output goes and input comes from. */
  readonly terminal: Terminal;
  /** Backends to choose from. */
  readonly backends: BackendRegistry;
  /** Loads the checks that every backend must pass, where there are any. */
  readonly loadConformance?: LoadConformance;
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
  /** Aborted when the user wants the end. */
  readonly signal: AbortSignal;
}

/** Runs a command and returns the exit code. Failures are thrown. */
export type CommandAction = (context: CommandContext) => Promise<number>;

/** An argument without a name. */
export interface PositionalSpec {
  /** Stand-in in help, such as `FILE|-`. */
  readonly placeholder: string;
  /** What it is: one sentence without a final period. */
  readonly help: string;
}

/** A command, as data. */
export interface CommandSpec {
  /** Its name. */
  readonly name: string;
  /** What it does: one sentence without a final period. */
  readonly summary: string;
  /** More, for its own help page: whole sentences. */
  readonly details?: string;
  /** Its options in the order of help. */
  readonly options: readonly OptionSpec[];
  /** Its one argument without a name, which is always optional. */
  readonly positional?: PositionalSpec;
  /** Command lines to copy, without the program's name. */
  readonly examples: readonly string[];
  /** Loads the action. */
  load(): Promise<CommandAction>;
}

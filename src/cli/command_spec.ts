/**
 * The shape of a command: a cheap description, apart from the action that is loaded when it runs.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { LoadCloud } from "../core/cloud_account.ts";
import type { LoadConformance } from "../core/conformance.ts";
import type { DiagnosisSource } from "../core/diagnosis.ts";
import type { Scaffold } from "../core/scaffold.ts";
import type { CommandArguments } from "./command_arguments.ts";
import type { OptionSpec, ValueFormat } from "./option_spec.ts";
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
  /** Loads the cloud whose accounts the commands of `modal` look after. */
  readonly loadCloud?: LoadCloud;
  /** Houses besides the backends that `doctor` looks at. */
  readonly diagnoses?: readonly DiagnosisSource[];
  /** The assets for Claude Code, where there are any. */
  readonly scaffold?: Scaffold;
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
  /** The name under which the action reads it. */
  readonly name: string;
  /** Stand-in in help, such as `FILE|-`. */
  readonly placeholder: string;
  /** What it is: one sentence without a final period. */
  readonly help: string;
  /** Whether the command cannot go without it. After an optional one, all are optional. */
  readonly required?: boolean;
  /** Whether it takes all that follows; the last one only. */
  readonly repeated?: boolean;
  /** What it may be. */
  readonly format?: ValueFormat;
  /** All that it may be, where that can be listed. */
  readonly choices?: readonly string[];
  /** What it is a path of, if it is one. */
  readonly path?: OptionSpec["path"];
  /** What it is the name of, for completions. */
  readonly completes?: "command" | "run";
}

/** Title under which the main help page lists some commands. */
export type CommandSection = "Tasks" | "Records" | "Sandbox" | "Modal" | "Claude Code" | "Set-up";

/** What the main help page tells of a command. */
export interface CommandSummary {
  /** Its name: one word or, in a group, several with single spaces, such as `modal secret create`. */
  readonly name: string;
  /** Where the main help page lists it; a command without stands on no page but its own. */
  readonly section?: CommandSection;
  /** What it does: one sentence without a final period. */
  readonly summary: string;
}

/** A command, as data. */
export interface CommandSpec extends CommandSummary {
  /**
   * More, for its own help page: whole sentences. An empty line parts paragraphs; one that begins with
   * two spaces is shown as it is.
   */
  readonly details?: string;
  /** Its options in the order of help. */
  readonly options: readonly OptionSpec[];
  /** Its arguments without a name, in order. */
  readonly positionals?: readonly PositionalSpec[];
  /**
   * Whether it runs although a configuration file is wrong, and tells of that itself.
   * @default {false}
   */
  readonly bearsProblems?: boolean;
  /** Command lines to copy, without the program's name. */
  readonly examples: readonly string[];
  /** Loads the action. */
  load(): Promise<CommandAction>;
}

/** Commands that begin with the same words and stand together in help. */
export interface CommandGroup {
  /** The words, with single spaces. */
  readonly name: string;
  /** Where the main help page lists it, in place of its commands. */
  readonly section: CommandSection;
  /** What its commands are for: one sentence without a final period. */
  readonly summary: string;
}

/** What is shown of a command: all but what runs it. */
export type CommandPage = Omit<CommandSpec, "load" | "bearsProblems">;

/** All commands and how they stand together. */
export interface CommandTable<Command extends CommandSummary = CommandSpec> {
  /** The commands in the order of help. */
  readonly commands: readonly Command[];
  /** The groups in the order of help. */
  readonly groups: readonly CommandGroup[];
}

/** A command of the index: in which file of `specs/` the rest of it is. */
export interface IndexedCommand extends CommandSummary {
  /** Key of `SPEC_FILES`. */
  readonly file: string;
}

/** The names of all commands, which is all that most starts need. */
export type CommandIndex = CommandTable<IndexedCommand>;

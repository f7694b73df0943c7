/**
 * What was thrown as lines on standard error and an exit code.
 *
 * @module
 */

import { InterruptedError, messageOf, rootOf } from "../core/errors.ts";
import { describeError } from "./describe_error.ts";
import { EXIT, exitCodeOf } from "./exit_code.ts";
import type { Terminal } from "./terminal.ts";

/** Where it was thrown. */
export interface FailureContext {
  /** The command line. */
  readonly argv: readonly string[];
  /** Where the lines go. */
  readonly terminal: Terminal;
  /** Aborted when the user wanted the end. */
  readonly signal: AbortSignal;
}

/**
 * Tells of it and returns the exit code: 0 for `hook`, since Claude Code would keep a prompt back when
 * a hook exits with 2.
 */
export function reportFailure(
  thrown: unknown,
  { argv, terminal, signal }: FailureContext,
): number {
  const root = rootOf(thrown);
  if (signal.aborted || root instanceof InterruptedError) {
    terminal.err("Interrupted\n");
    return EXIT.interrupted;
  }
  terminal.err(describeError(root, { verbose: isVerbose(argv) }));
  if (root !== thrown && thrown instanceof SuppressedError) {
    terminal.err(`Warning: Cleaning up failed as well: ${messageOf(thrown.error)}\n`);
  }
  return argv[0] === "hook" ? EXIT.ok : exitCodeOf(root);
}

function isVerbose(argv: readonly string[]): boolean {
  return argv.includes("--verbose") || argv.includes("-v");
}

/**
 * What was thrown, as lines for people: the error, the hint, and with `verbose` the causes.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";

/** Options of {@linkcode describeError}. */
export interface DescribeErrorOptions {
  /**
   * Whether to add the causes, and the stack of an error that nobody foresaw.
   * @default {false}
   */
  readonly verbose?: boolean;
}

/** Lines of text, each ended by a newline. */
export function describeError(thrown: unknown, options: DescribeErrorOptions = {}): string {
  const lines = [`Error: ${messageOf(thrown)}`];
  const foreseen = thrown instanceof FleetError;
  if (foreseen && thrown.hint !== undefined) lines.push(`Hint: ${thrown.hint}`);
  if (!foreseen && !options.verbose) {
    lines.push("Hint: This is a fault of fleet-rlm; --verbose shows where it happened");
  }
  if (options.verbose) {
    if (!foreseen && thrown instanceof Error && thrown.stack) lines.push(thrown.stack);
    for (const cause of causesOf(thrown)) lines.push(`Cause: ${messageOf(cause)}`);
  }
  return `${lines.join("\n")}\n`;
}

function causesOf(thrown: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  let at = thrown instanceof Error ? thrown.cause : undefined;
  while (at !== undefined && at !== null && !causes.includes(at)) {
    causes.push(at);
    at = at instanceof Error ? at.cause : undefined;
  }
  return causes;
}

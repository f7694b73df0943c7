/**
 * How the assertions put values and the caller's own words into a message.
 *
 * @module
 */

import { inspect } from "node:util";

/** A value as a reader of a failed test wants to see it. */
export function show(value: unknown): string {
  return inspect(value, { depth: 8, sorted: true, breakLength: 100, maxStringLength: 10_000 });
}

/** The end of a message: the caller's words, or a full stop. */
export function suffix(message: string | undefined): string {
  return message ? `: ${message}` : ".";
}

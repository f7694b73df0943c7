/**
 * The lines round a cell's result in the message to the planner: ignored blocks, bindings made again,
 * turns and sub-queries left.
 *
 * @module
 */

import { formatCount, formatCounted } from "../../text/format_number.ts";

/** What is left to a run. */
export interface Remainder {
  /** Planner turns left. */
  readonly turns: number;
  /** Of how many. */
  readonly maxTurns: number;
  /**
   * Sub-queries left, and of how many. Not said to a child: they depend on what others do meanwhile,
   * and the same run must make the same requests when it is replayed.
   */
  readonly queries?: { readonly left: number; readonly max: number };
}

/** The line that ends every message to the planner. */
export function describeRemainder(left: Remainder): string {
  const { queries } = left;
  const asked = queries === undefined
    ? ""
    : ` Sub-queries left: ${formatCount(queries.left)} of ${formatCount(queries.max)}.`;
  const turns = `Turns left: ${formatCount(left.turns)} of ${formatCount(left.maxTurns)}.`;
  const last = left.turns === 1 ? " This is the last one: SUBMIT now, with the best you have." : "";
  return `${turns}${asked}${last}`;
}

/** Tells that code blocks of the reply did not run; empty when there were none. */
export function describeIgnored(fences: number): string {
  if (fences === 0) return "";
  const blocks = formatCounted(fences, "other code block");
  return `Note: ${blocks} in your reply ${
    fences === 1 ? "was" : "were"
  } ignored; only the first Python block runs.`;
}

/** Tells that a new sandbox took the place of a lost one. */
export function describeReplacement(inputs: readonly string[]): string {
  const names = inputs.map((name) => `\`${name}\``).join(", ");
  const bound = inputs.length === 0 ? "" : `, with the inputs bound again: ${names}`;
  return `A new, empty sandbox took its place${bound}. Limits go on where they were.`;
}

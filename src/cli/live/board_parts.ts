/**
 * The parts of which live displays are made: clocks, bars, counts. Pure.
 *
 * @module
 */

import { knownCost, type Usage } from "../../core/lm.ts";
import { formatCount, formatUsd } from "../../text/format_number.ts";
import { type Span, span } from "../styled/span.ts";
import type { QueryCounts } from "./run_state.ts";

/** Between two facts on a line. */
export const DOT: Span = span(" · ", "dim");

/** Time as a clock shows it: `0:42`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours === 0
    ? `${minutes}:${tail}`
    : `${hours}:${String(minutes).padStart(2, "0")}:${tail}`;
}

/** A bar of `width` columns: what is done, what failed, what is left. */
export function bar(
  { done, failed, total }: {
    readonly done: number;
    readonly failed: number;
    readonly total: number;
  },
  width: number,
): readonly Span[] {
  const part = (amount: number) => total === 0 ? 0 : Math.floor((amount / total) * width);
  const [bright, bad] = [part(done), part(failed)];
  return [
    span("━".repeat(bright), "green"),
    span("━".repeat(bad), "red"),
    span("─".repeat(Math.max(0, width - bright - bad)), "dim"),
  ];
}

/** Columns of a bar. */
export function barWidth(columns: number): number {
  return Math.min(24, Math.max(8, Math.floor(columns / 6)));
}

/** How a turn's sub-queries stand. */
export function queryParts(
  { done, failed, started }: QueryCounts,
  columns: number,
): readonly Span[] {
  const running = started - done - failed;
  return [
    span("sub-queries "),
    ...bar({ done, failed, total: started }, barWidth(columns)),
    span(` ${formatCount(done)}/${formatCount(started)}`),
    ...(running > 0 ? [DOT, span(`${formatCount(running)} running`)] : []),
    ...(failed > 0 ? [DOT, span(`${formatCount(failed)} failed`, "red")] : []),
  ];
}

/** Tokens and what they cost, as far as known; nothing when none were counted. */
export function usageParts(usage: Usage): readonly Span[] {
  const { estimatedCalls, inputTokens, outputTokens } = usage;
  if (inputTokens + outputTokens === 0) return [];
  const cost = knownCost(usage);
  return [
    span(`${estimatedCalls ? "about " : ""}${formatCount(inputTokens)} tokens in`),
    DOT,
    span(`${formatCount(outputTokens)} out`),
    ...(cost === undefined ? [] : [DOT, span(formatUsd(cost))]),
  ];
}

/** How long something has gone on, where that is worth a word. */
export function lasting(ms: number): readonly Span[] {
  return ms < 1_000 ? [] : [span(` ${clock(ms)}`, "dim")];
}

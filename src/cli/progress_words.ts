/**
 * The words in which progress is told: counts, durations, tokens, what came of a cell. Pure.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import type { Usage } from "../core/lm.ts";
import { formatCount, formatCounted, formatDuration, formatUsd } from "../text/format_number.ts";

/** What came of a cell. */
export function describeResult(result: CellResult): string {
  const printed = `printed ${formatCounted(result.output.chars, "character")}`;
  const took = formatDuration(result.durationMs);
  switch (result.status) {
    case "ok":
      return `ok in ${took}, ${printed}`;
    case "error":
      return `${result.error.type} after ${took}, ${printed}`;
    case "submitted":
      return `submitted after ${took}`;
    case "timeout":
      return `stopped at its time limit of ${formatDuration(result.timeoutMs)}`;
    case "crashed":
      return `sandbox lost after ${took}: ${result.reason}`;
  }
}

/** How many sub-queries are done, running and failed. */
export function describeQueries(
  queries: { started: number; done: number; failed: number },
): string {
  const running = queries.started - queries.done - queries.failed;
  const parts = [`${queries.done} done`];
  if (running > 0) parts.push(`${running} running`);
  if (queries.failed > 0) parts.push(`${queries.failed} failed`);
  return `sub-queries ${parts.join(", ")}`;
}

/** How a run is said to have ended that gave no answer. */
export function failureOf(code: string | undefined): string {
  return code === "interrupted" ? code : "failed";
}

/** Tokens, their cost where it is known, and a comma; nothing when none were counted. */
export function describeUsage(usage: Usage): string {
  const { inputTokens, outputTokens, costUsd, unpricedCalls, estimatedCalls } = usage;
  if (inputTokens + outputTokens === 0) return "";
  const about = estimatedCalls ? "about " : "";
  const cost = costUsd === undefined || unpricedCalls ? "" : `${about}${formatUsd(costUsd)}, `;
  return `${about}${formatCount(inputTokens)} tokens in, ${formatCount(outputTokens)} out, ${cost}`;
}

/** Lines of a text. */
export function lines(text: string): number {
  return text.split("\n").length;
}

/** The lines of a text, each behind a mark. */
export function indent(text: string, mark: string): string {
  if (text === "") return "";
  return text.replace(/\n$/, "").split("\n").map((line) => `${mark}${line}\n`).join("");
}

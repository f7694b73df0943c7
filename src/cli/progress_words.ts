/**
 * The words in which progress is told: counts, durations, tokens, what came of a cell. Pure.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import type { Usage } from "../core/lm.ts";

/** Most code points shown of what a child is asked. */
const QUERY_CHARS = 60;

/** What came of a cell. */
export function describeResult(result: CellResult): string {
  const printed = `printed ${count(result.output.chars, "character")}`;
  const took = seconds(result.durationMs);
  switch (result.status) {
    case "ok":
      return `ok in ${took}, ${printed}`;
    case "error":
      return `${result.error.type} after ${took}, ${printed}`;
    case "submitted":
      return `submitted after ${took}`;
    case "timeout":
      return `stopped at its time limit of ${seconds(result.timeoutMs)}`;
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

/** The first line of a query, as much of it as fits. */
export function preview(query: string): string {
  const [first = ""] = query.trim().split("\n");
  const chars = Array.from(first);
  return chars.length > QUERY_CHARS ? `${chars.slice(0, QUERY_CHARS).join("")}…` : first;
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
  const cost = costUsd === undefined || unpricedCalls ? "" : `${about}$${dollars(costUsd)}, `;
  return `${about}${number(inputTokens)} tokens in, ${number(outputTokens)} out, ${cost}`;
}

/** Cents, or as many places as it takes to see something. */
export function dollars(amount: number): string {
  return amount >= 1 || amount === 0 ? amount.toFixed(2) : amount.toPrecision(2);
}

/** A number with its noun. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A number with commas. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
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

/**
 * What came of conformance checks, as a table for people and as one object for programs.
 *
 * @module
 */

import type { Capabilities } from "../core/interpreter.ts";
import type { JsonObject } from "../core/json.ts";
import type { CheckOutcome } from "./run_checks.ts";

/** Characters of the column of results, that of milliseconds, and a gap. */
const [RESULT_WIDTH, MS_WIDTH, GAP] = [6, 7, "  "];

/** Most characters of a failure's first line. */
const MAX_FAILURE_CHARS = 200;

/** What a table is laid out by. */
export interface TableLayout {
  /** Characters of the column of names. */
  readonly nameWidth: number;
}

/** The line above the table. */
export function renderHead({ nameWidth }: TableLayout): string {
  return `${row("check", "result", { nameWidth, ms: "ms" })}\n`;
}

/** The line of one check. */
export function renderOutcome(outcome: CheckOutcome, { nameWidth }: TableLayout): string {
  const { name, durationMs, failure } = outcome;
  const ms = durationMs.toFixed(0);
  const line = row(name, failure === undefined ? "ok" : "failed", { nameWidth, ms });
  return failure === undefined ? `${line}\n` : `${line}${GAP}${firstLine(failure)}\n`;
}

/** The line below the table: `183 checks: 182 ok, 1 failed in 12.3 s`. */
export function renderTotals(outcomes: readonly CheckOutcome[]): string {
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  const seconds = (totalMs(outcomes) / 1000).toFixed(1);
  const count = `${outcomes.length} check${outcomes.length === 1 ? "" : "s"}`;
  return `${count}: ${outcomes.length - failed} ok, ${failed} failed in ${seconds} s\n`;
}

/** All of it as one object. */
export function conformanceRecord(
  capabilities: Capabilities,
  outcomes: readonly CheckOutcome[],
): JsonObject {
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  return {
    backend: capabilities.backend,
    isolation: capabilities.isolation,
    network: capabilities.network,
    filesystem: capabilities.filesystem,
    python: capabilities.pythonVersion,
    ok: outcomes.length - failed,
    failed,
    duration_ms: Math.round(totalMs(outcomes)),
    checks: outcomes.map(({ name, durationMs, failure }) => ({
      name,
      ok: failure === undefined,
      duration_ms: Math.round(durationMs),
      ...(failure === undefined ? {} : { failure }),
    })),
  };
}

function row(
  name: string,
  result: string,
  { nameWidth, ms }: { readonly nameWidth: number; readonly ms: string },
): string {
  return `${name.padEnd(nameWidth)}${GAP}${result.padEnd(RESULT_WIDTH)}${ms.padStart(MS_WIDTH)}`;
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > MAX_FAILURE_CHARS ? `${line.slice(0, MAX_FAILURE_CHARS)}…` : line;
}

function totalMs(outcomes: readonly CheckOutcome[]): number {
  return outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/**
 * What came of conformance checks, as a table for people and as one object for programs.
 *
 * @module
 */

import type { Capabilities } from "../core/interpreter.ts";
import type { JsonObject } from "../core/json.ts";
import { firstLine } from "../text/cut_text.ts";
import { formatCounted, formatDuration } from "../text/format_number.ts";
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
  return failure === undefined
    ? `${line}\n`
    : `${line}${GAP}${firstLine(failure, MAX_FAILURE_CHARS)}\n`;
}

/** The line below the table: `183 checks: 182 ok, 1 failed in 12.3 s`. */
export function renderTotals(outcomes: readonly CheckOutcome[]): string {
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  const count = formatCounted(outcomes.length, "check");
  const took = formatDuration(totalMs(outcomes));
  return `${count}: ${outcomes.length - failed} ok, ${failed} failed in ${took}\n`;
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

function totalMs(outcomes: readonly CheckOutcome[]): number {
  return outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

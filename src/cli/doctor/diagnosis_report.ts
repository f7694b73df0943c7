/**
 * What `doctor` found, as lines for people and as one object for programs.
 *
 * @module
 */

import type { FindingStatus } from "../../core/diagnosis.ts";
import type { JsonObject } from "../../core/json.ts";
import { disarm } from "../disarm.ts";
import { wrap } from "../help_layout.ts";
import { paint, type PaintOptions } from "../styled/paint.ts";
import { span, type Style } from "../styled/span.ts";
import type { PlacedFinding } from "./run_diagnosis.ts";

const STATUSES: readonly FindingStatus[] = ["ok", "warning", "failed", "skipped"];

const LOOKS: Readonly<Record<FindingStatus, Style>> = {
  ok: "green",
  warning: "yellow",
  failed: "red",
  skipped: "dim",
};

/** Width of the column of statuses, its margin included. */
const STATUS_COLUMN = 11;

/** How a finding is shown. */
export interface FindingLook extends PaintOptions {
  /** What came before it; none at the beginning. */
  readonly before: PlacedFinding | undefined;
  /** Columns that lines are broken to; `Infinity` for none. */
  readonly width: number;
}

/** The lines of one finding, under a heading when it is the first of its section. */
export function renderFinding(finding: PlacedFinding, look: FindingLook): string {
  const { section, status, title, message, hint } = finding;
  const { before } = look;
  const heading = `${before ? "\n" : ""}${paint([span(section, "bold")], look)}\n`;
  const column = [span("  "), span(status, LOOKS[status])];
  const told = `${title}: ${message}${hint === undefined ? "" : `\nHint: ${hint}`}`;
  const lines = told.split(/\r\n?|\n/).flatMap((line) =>
    wrap(disarm(line), look.width - STATUS_COLUMN, "").split("\n")
  );
  const gap = " ".repeat(STATUS_COLUMN - 2 - status.length);
  return `${section === before?.section ? "" : heading}${paint(column, look)}${gap}` +
    `${lines.join(`\n${" ".repeat(STATUS_COLUMN)}`)}\n`;
}

/** The line below: `9 ok, 1 warning, 2 failed`. */
export function renderCounts(findings: readonly PlacedFinding[]): string {
  const counts = STATUSES.map((status) => [countOf(findings, status), status] as const);
  const shown = counts.filter(([count, status]) => count > 0 || status === "failed");
  const parts = shown.map(([count, status]) =>
    `${count} ${status === "warning" && count > 1 ? "warnings" : status}`
  );
  return `\n${parts.join(", ")}\n`;
}

/** All of it as one object. */
export function diagnosisRecord(findings: readonly PlacedFinding[]): JsonObject {
  return {
    ok: countOf(findings, "failed") === 0,
    counts: Object.fromEntries(STATUSES.map((status) => [status, countOf(findings, status)])),
    checks: findings.map(({ section, name, title, status, message, hint, details }) => ({
      section,
      name,
      title,
      status,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(details === undefined ? {} : { details }),
    })),
  };
}

function countOf(findings: readonly PlacedFinding[], status: FindingStatus): number {
  return findings.filter((finding) => finding.status === status).length;
}

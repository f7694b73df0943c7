/**
 * What `doctor` found, as lines for people and as one object for programs.
 *
 * @module
 */

import type { FindingStatus } from "../../core/diagnosis.ts";
import type { JsonObject } from "../../core/json.ts";
import { disarm } from "../disarm.ts";
import type { PlacedFinding } from "./run_diagnosis.ts";

const STATUSES: readonly FindingStatus[] = ["ok", "warning", "failed", "skipped"];

/** Width of the column of statuses, its margin included. */
const STATUS_COLUMN = 11;

/** The lines of one finding, under a heading when it is the first of its section. */
export function renderFinding(finding: PlacedFinding, before: PlacedFinding | undefined): string {
  const { section, status, title, message, hint } = finding;
  const head = section === before?.section ? "" : `${before ? "\n" : ""}${section}\n`;
  const indent = " ".repeat(STATUS_COLUMN);
  const text = `${title}: ${message}`.replace(/\r\n?|\n/g, `\n${indent}`);
  const advice = hint === undefined ? "" : `${indent}Hint: ${hint}\n`;
  return disarm(`${head}${`  ${status}`.padEnd(STATUS_COLUMN)}${text}\n${advice}`);
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

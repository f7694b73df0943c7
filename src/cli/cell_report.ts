/**
 * What came of a cell, as `exec` tells it: text for people, one JSON object for programs.
 *
 * @module
 */

import type { CellError, CellResult } from "../core/cell_result.ts";
import { type JsonObject, stringifyJson } from "../core/json.ts";

/** What goes to which stream. */
export interface CellText {
  /** For standard output. */
  readonly out: string;
  /** For standard error. */
  readonly err: string;
}

/** A cell's output, submitted value and failure as text. */
export function renderCell(cell: number, result: CellResult): CellText {
  const printed = endLine(result.output.text);
  switch (result.status) {
    case "ok":
      return { out: printed, err: "" };
    case "submitted":
      return { out: `${printed}${stringifyJson(result.value)}\n`, err: "" };
    case "error":
      return { out: printed, err: endLine(result.error.traceback || summarize(result.error)) };
    case "timeout":
    case "crashed":
      return { out: printed, err: `Error: Cell ${cell}: ${failureOf(result)}\n` };
  }
}

/** The same as an object; keys that do not apply are absent. */
export function cellRecord(cell: number, result: CellResult): JsonObject {
  const value = result.status === "ok" || result.status === "submitted" ? result.value : undefined;
  return {
    cell,
    status: result.status,
    output: result.output.text,
    ...(value === undefined ? {} : { value }),
    ...errorRecord(result),
    duration_ms: Math.round(result.durationMs),
  };
}

function errorRecord(result: CellResult): JsonObject {
  switch (result.status) {
    case "ok":
    case "submitted":
      return {};
    case "error": {
      const { type, message, line, traceback } = result.error;
      return { error: { type, message, ...(line === undefined ? {} : { line }), traceback } };
    }
    case "timeout":
      return { error: { type: "TimeoutError", message: failureOf(result) } };
    case "crashed":
      return { error: { type: "SandboxLost", message: failureOf(result) } };
  }
}

function failureOf(result: CellResult & { readonly status: "timeout" | "crashed" }): string {
  if (result.status === "crashed") return result.reason;
  const kept = result.stateKept ? "the session's state was kept" : "the session's state is lost";
  return `Stopped after its time limit of ${result.timeoutMs / 1000} s; ${kept}`;
}

function summarize(error: CellError): string {
  return `${error.type}: ${error.message}`;
}

function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

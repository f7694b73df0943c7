/**
 * What the planner is told of a cell: what was printed, what went wrong and where, what changed.
 * Pure; how many turns are left is added by the turn.
 *
 * @module
 */

import type { CellError, CellOutput, CellResult, NameChange } from "../../core/cell_result.ts";
import { stringifyJson } from "../../core/json.ts";
import { fenceText } from "./fence_text.ts";
import { formatCount, formatSeconds } from "../../text/format_number.ts";

const MAX_NAMES = 20;
const MAX_MESSAGE_CHARS = 2_000;
const MAX_TRACEBACK_CHARS = 4_000;
const SIGNS = { added: "+", changed: "~", removed: "-" } as const;

/** The result of a cell in words. A failed cell that printed nothing starts with `[Error]`. */
export function describeCell(result: CellResult): string {
  const problem = describeProblem(result);
  const parts: string[] = [];
  if (result.output.chars > 0) parts.push(describeOutput(result.output));
  else if (problem === "") parts.push("(no output - did you forget to print?)");
  if (problem !== "") parts.push(problem);
  const changes = describeChanges(result.changes);
  if (changes !== "") parts.push(changes);
  return parts.join("\n");
}

function describeOutput(output: CellOutput): string {
  return `Output (${formatCount(output.chars)} chars):\n${fenceText(output.text)}`;
}

function describeProblem(result: CellResult): string {
  switch (result.status) {
    case "ok":
      return "";
    case "submitted":
      return `FINAL: ${stringifyJson(result.value)}`;
    case "error":
      return describeError(result.error);
    case "timeout":
      return `[Error] TimeoutError: the cell was stopped after ${
        formatSeconds(result.timeoutMs)
      }. ${result.stateKept ? KEPT : LOST}`;
    case "crashed":
      return `[Error] SandboxLost: ${result.reason}. ${LOST}`;
  }
}

const KEPT = "Variables keep what they held when it stopped; work in smaller steps.";
const LOST = "Everything your code had made (variables, imports, functions) is lost.";

function describeError(error: CellError): string {
  const source = error.source?.trim() ? `: ${error.source.trim()}` : "";
  const where = error.line === undefined ? "" : ` (line ${error.line}${clip(source, 200)})`;
  const message = error.message === "" ? "" : `: ${clip(error.message, MAX_MESSAGE_CHARS)}`;
  const head = `[Error] ${error.type}${message}${where}`;
  const traceback = error.traceback.trim();
  if (!saysMore(traceback)) return head;
  return `${head}\n${fenceText(clipTail(traceback, MAX_TRACEBACK_CHARS))}`;
}

/** A traceback of one frame repeats the line and the message that were told already. */
function saysMore(traceback: string): boolean {
  return (traceback.match(/^\s*File "/gm) ?? []).length > 1;
}

/** Names that came, changed or went, such as `+df: DataFrame, ~total: int, -tmp`. */
function describeChanges(changes: readonly NameChange[]): string {
  if (changes.length === 0) return "";
  const named = changes.slice(0, MAX_NAMES).map(({ kind, name, type }) =>
    `${SIGNS[kind]}${name}${type === "" ? "" : `: ${type}`}`
  );
  const more = changes.length - named.length;
  return `Variables: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}...`;
}

function clipTail(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `...${text.slice(-maxChars)}`;
}

/**
 * What came of a cell as the answer of a tool: text for models, fields for programs, both of bounded
 * length.
 *
 * @module
 */

import type { z } from "zod";
import type { CellResult, NameChange } from "../../core/cell_result.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import { stringifyJson } from "../../core/json.ts";
import type { Zod } from "../../replay/schema/zod.ts";
import { FAILED, failureShape } from "../tool_failure.ts";
import type { ToolAnswer } from "../tool.ts";

/** Longest JSON of a value that is given besides the output. */
const MAX_VALUE_CHARS = 4_000;
const MAX_SHOWN_CHANGES = 20;

/** The fields that every answer about a cell has. */
export function cellShape(zod: Zod): Readonly<Record<string, z.ZodType>> {
  return {
    status: zod.enum([
      "ok",
      "error",
      "submitted",
      "timeout",
      "crashed",
      "bound",
      "listed",
      "closed",
      FAILED,
    ]).describe("error: the code raised an exception and the session goes on"),
    output: zod.string().optional().describe("What was printed; head and tail when it is long"),
    output_chars: zod.int().optional().describe("True length of the output"),
    value: zod.unknown().optional().describe("The trailing or submitted value, unless it is long"),
    changes: zod.array(zod.strictObject({
      name: zod.string(),
      kind: zod.enum(["added", "changed", "removed"]),
      type: zod.string(),
    })).optional().describe("Global names that the code added, changed or removed"),
    exception: zod.strictObject({
      type: zod.string(),
      message: zod.string(),
      line: zod.int().optional(),
      traceback: zod.string(),
    }).optional(),
    state: zod.enum(["kept", "lost"]).optional().describe("Whether the variables live on"),
    duration_ms: zod.int().optional(),
    error: failureShape(zod),
  };
}

/**
 * The answer.
 * @param result What came of the cell; undefined when there was none, and inputs were bound alone.
 * @param more Fields to add.
 * @param notes What else is to be said; what is cut here is added to it.
 */
export function answerCell(
  result: CellResult | undefined,
  more: JsonObject,
  notes: string[],
): ToolAnswer {
  const variables = describeBound(more);
  if (result === undefined) {
    return {
      text: lines([...variables, ...notes]),
      content: { status: "bound", ...more, ...noted(notes), state: "kept" },
    };
  }
  const { output, changes } = result;
  const value = "value" in result ? shownValue(result.value, notes) : {};
  if (output.omittedChars > 0) {
    notes.push(
      `The output had ${output.chars} characters, ${output.omittedChars} of them were left out ` +
        "in the middle: print a slice to see more",
    );
  }
  const isLost = result.status === "crashed" || (result.status === "timeout" && !result.stateKept);
  if (isLost) notes.push("The session is over: its variables are lost, the next call starts anew");
  const content: JsonObject = {
    status: result.status,
    output: output.text,
    output_chars: output.chars,
    ...value,
    ...(changes.length === 0
      ? {}
      : { changes: changes.map(({ name, kind, type }) => ({ name, kind, type })) }),
    ...exceptionOf(result),
    state: isLost ? "lost" : "kept",
    duration_ms: Math.round(result.durationMs),
    ...more,
    ...noted(notes),
  };
  const text = lines([
    ...variables,
    output.text,
    ...problemOf(result),
    ...(result.status === "submitted" ? [`Submitted: ${shownText(value)}`] : []),
    ...(output.text === "" && result.status === "ok" ? [describeChanges(changes)] : []),
    ...notes,
  ]);
  return { text, content, ...(isLost ? { isError: true } : {}) };
}

function shownValue(value: JsonValue | undefined, notes: string[]): JsonObject {
  if (value === undefined) return {};
  const { length } = stringifyJson(value);
  if (length <= MAX_VALUE_CHARS) return { value };
  notes.push(`The value is left out: its JSON has ${length} characters; print the part you need`);
  return {};
}

function shownText({ value }: JsonObject): string {
  return value === undefined ? "a value that is too long" : stringifyJson(value);
}

function exceptionOf(result: CellResult): JsonObject {
  if (result.status !== "error") return {};
  const { type, message, line, traceback } = result.error;
  return { exception: { type, message, ...(line === undefined ? {} : { line }), traceback } };
}

function problemOf(result: CellResult): readonly string[] {
  switch (result.status) {
    case "error":
      return [result.error.traceback || `${result.error.type}: ${result.error.message}`];
    case "timeout":
      return [`Stopped after its time limit of ${result.timeoutMs / 1000} s`];
    case "crashed":
      return [result.reason];
    default:
      return [];
  }
}

function describeChanges(changes: readonly NameChange[]): string {
  if (changes.length === 0) return "(no output)";
  const marks = { added: "+", changed: "~", removed: "-" } as const;
  const shown = changes.slice(0, MAX_SHOWN_CHANGES).map(({ name, kind, type }) =>
    `${marks[kind]}${name}${type === "" ? "" : `: ${type}`}`
  );
  const more = changes.length - shown.length;
  return `(no output) ${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}

function describeBound({ variables }: JsonObject): readonly string[] {
  if (!Array.isArray(variables)) return [];
  return variables.map(({ name, type, chars }) => `Bound ${name}: ${type}, ${chars} characters`);
}

function noted(notes: readonly string[]): JsonObject {
  return notes.length === 0 ? {} : { notes: [...notes] };
}

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").map((part) => part.replace(/\n$/, "")).join("\n");
}

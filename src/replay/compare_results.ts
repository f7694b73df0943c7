/**
 * What came of a cell against what the record says came of it. Pure.
 *
 * Whatever the next cells build on must be the same: how the cell ended, the kind of its exception,
 * what was submitted, which names there are. What was printed may depend on time or chance; a caller
 * decides whether to bear it.
 *
 * @module
 */

import { type CellResult, isRecoverable, type NameChange } from "../core/cell_result.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { matchesRecorded, matchesRecordedValue } from "./match_redacted.ts";

/** A difference between two results. */
export interface ResultDifference {
  /** What is wrong, as the end of a sentence. */
  readonly what: string;
  /** What the record has. */
  readonly recorded: string;
  /** What there was instead. */
  readonly actual: string;
  /** Whether the cells that follow may still do as they did. */
  readonly bearable: boolean;
}

/** The difference that matters most; undefined when the results are the same but for durations. */
export function compareResults(
  recorded: CellResult,
  actual: CellResult,
): ResultDifference | undefined {
  return compareEnds(recorded, actual) ?? compareNames(recorded.changes, actual.changes) ??
    compareText("what it printed is", recorded.output.text, actual.output.text) ??
    compareErrors(recorded, actual) ??
    compareText(
      "the types of its variables are",
      describeChanges(recorded.changes),
      describeChanges(actual.changes),
    );
}

function compareEnds(recorded: CellResult, actual: CellResult): ResultDifference | undefined {
  const [before, now] = [describeEnd(recorded), describeEnd(actual)];
  if (recorded.status === "submitted" && actual.status === "submitted") {
    return compareSubmitted(recorded.value, actual.value);
  }
  if (before === now) return undefined;
  // A time limit or a lost sandbox need not strike twice; what it left was not built upon.
  const cut = recorded.status === "timeout" || recorded.status === "crashed";
  const goesOn = isRecoverable(actual) || !isRecoverable(recorded);
  return {
    what: "it ended in another way",
    recorded: before,
    actual: now,
    bearable: cut && goesOn && actual.status !== "submitted",
  };
}

function compareSubmitted(recorded: JsonValue, actual: JsonValue): ResultDifference | undefined {
  if (matchesRecordedValue(recorded, actual)) return undefined;
  return {
    what: "it submitted something else",
    recorded: stringifyJson(recorded, { indent: 2 }),
    actual: stringifyJson(actual, { indent: 2 }),
    bearable: false,
  };
}

function describeEnd(result: CellResult): string {
  switch (result.status) {
    case "error":
      return `error (${result.error.type})`;
    case "timeout":
      return `timeout, state ${result.stateKept ? "kept" : "lost"}`;
    default:
      return result.status;
  }
}

function compareNames(
  recorded: readonly NameChange[],
  actual: readonly NameChange[],
): ResultDifference | undefined {
  const [before, now] = [names(recorded), names(actual)];
  if (before === now) return undefined;
  const what = "it changed other variables";
  return { what, recorded: before || "none", actual: now || "none", bearable: false };
}

function names(changes: readonly NameChange[]): string {
  return changes.map(({ kind, name }) => `${kind === "removed" ? "-" : ""}${name}`).sort()
    .join(", ");
}

function describeChanges(changes: readonly NameChange[]): string {
  return changes.map(({ kind, name, type }) => `${kind} ${name}: ${type}`).sort().join(", ");
}

function compareErrors(recorded: CellResult, actual: CellResult): ResultDifference | undefined {
  if (recorded.status !== "error" || actual.status !== "error") return undefined;
  return compareText("its error is", recorded.error.message, actual.error.message) ??
    compareText("its traceback is", recorded.error.traceback, actual.error.traceback);
}

function compareText(
  subject: string,
  recorded: string,
  actual: string,
): ResultDifference | undefined {
  if (matchesRecorded(recorded, actual)) return undefined;
  return { what: `${subject} not as recorded`, recorded, actual, bearable: true };
}

/**
 * What came of one code execution.
 *
 * Every kind carries what was printed so far: output before an exception, a SUBMIT or a time-out is
 * never lost.
 *
 * @module
 */

import type { JsonValue } from "./json.ts";

/** Printed output, bounded inside the sandbox. */
export interface CellOutput {
  /** What was printed; when too long, head and tail with a line in between that tells the omission. */
  readonly text: string;
  /** True length in code points, before anything was omitted. */
  readonly chars: number;
  /** Code points left out of `text`; 0 when it is whole. */
  readonly omittedChars: number;
}

/** A global name of the session that a cell added, changed or removed. */
export interface NameChange {
  /** The name. */
  readonly name: string;
  /** What happened to it. Changes inside a mutable value are not seen. */
  readonly kind: "added" | "changed" | "removed";
  /** Python type name of its value; empty when removed. */
  readonly type: string;
}

/** An exception that ended a cell. */
export interface CellError {
  /** Python exception class, such as `ValueError`. */
  readonly type: string;
  /** `str()` of the exception. */
  readonly message: string;
  /** Line of the cell (1-based) where it went wrong, when known. */
  readonly line?: number;
  /** The text of that line. */
  readonly source?: string;
  /** Short traceback without the driver's own frames. */
  readonly traceback: string;
}

/** What every kind of result carries. */
export interface CellBase {
  /** What was printed. */
  readonly output: CellOutput;
  /** Wall time inside the sandbox, milliseconds. */
  readonly durationMs: number;
  /** Names that were added, changed or removed. */
  readonly changes: readonly NameChange[];
}

/**
 * Result of a cell, a union on `status`:
 * - `ok`: ran to its end; `value` is the trailing expression's, when asked for and JSON can hold it.
 * - `error`: an exception or syntax error; the session goes on.
 * - `submitted`: SUBMIT was called and accepted.
 * - `timeout`: the cell was stopped at its time limit; with `stateKept` the session goes on,
 *   otherwise it is over.
 * - `crashed`: the sandbox is gone and its state with it; the session is over.
 */
export type CellResult =
  | (CellBase & { readonly status: "ok"; readonly value?: JsonValue })
  | (CellBase & { readonly status: "error"; readonly error: CellError })
  | (CellBase & { readonly status: "submitted"; readonly value: JsonValue })
  | (CellBase & {
    readonly status: "timeout";
    readonly timeoutMs: number;
    readonly stateKept: boolean;
  })
  | (CellBase & { readonly status: "crashed"; readonly reason: string });

/** Whether the session that gave this result can run another cell. */
export function isRecoverable(result: CellResult): boolean {
  return result.status !== "crashed" && !(result.status === "timeout" && !result.stateKept);
}

/**
 * A backend whose cells end as a test says, without any Python. It keeps what it was given.
 *
 * @module
 */

import type { Backend, BackendRegistry } from "../../src/core/backend.ts";
import type { CellResult } from "../../src/core/cell_result.ts";
import type { Interpreter, InterpreterOptions } from "../../src/core/interpreter.ts";
import type { JsonValue } from "../../src/core/json.ts";
import type { Variable } from "../../src/core/variable.ts";

/** What one cell gives: printed text, or a whole result. */
export type ScriptedCell = string | CellResult;

/** The backend with its record. */
export interface ScriptedBackend {
  /** A registry that knows it as `fake`, and as `modal`, which is the default. */
  readonly backends: BackendRegistry;
  /** Code of the cells that ran. */
  readonly cells: readonly string[];
  /** Variables that were bound. */
  readonly bound: readonly Variable[];
  /** Options of the interpreters that were made. */
  readonly options: readonly InterpreterOptions[];
  /** Interpreters that were started and not shut down. */
  readonly open: number;
}

/** A result that ended `ok` with this output. */
export function okCell(text: string, value?: JsonValue): CellResult {
  const base = { output: outputOf(text), durationMs: 1.4, changes: [] };
  return { status: "ok", ...base, ...(value === undefined ? {} : { value }) };
}

/** A result that submitted this value. */
export function submittedCell(value: JsonValue, text = ""): CellResult {
  return { status: "submitted", output: outputOf(text), durationMs: 2, changes: [], value };
}

/** A result that failed with a ValueError. */
export function errorCell(message: string, text = ""): CellResult {
  const traceback = `Traceback (most recent call last):\nValueError: ${message}\n`;
  const error = { type: "ValueError", message, line: 1, traceback };
  return { status: "error", output: outputOf(text), durationMs: 3, changes: [], error };
}

/** Creates the backend; cells past the end of the script print nothing. */
export function createScriptedBackend(script: readonly ScriptedCell[] = []): ScriptedBackend {
  const cells: string[] = [];
  const bound: Variable[] = [];
  const options: InterpreterOptions[] = [];
  let open = 0;

  function createInterpreter(given: InterpreterOptions = {}): Interpreter {
    options.push(given);
    let started = false;
    const shutdown = () => {
      if (started) open--;
      started = false;
      return Promise.resolve();
    };
    return {
      start: () => {
        if (!started) open++;
        started = true;
        return Promise.resolve({
          backend: "fake",
          isolation: "none",
          network: false,
          filesystem: "none",
          pythonVersion: "3.12.1",
          persistent: false,
        });
      },
      bind: (variables) => {
        bound.push(...variables);
        return Promise.resolve(variables.map(({ name }) => ({
          name,
          type: "str",
          chars: 1234,
          head: "head",
          tail: "",
        })));
      },
      execute: (code) => {
        const cell = script[cells.length] ?? "";
        cells.push(code);
        return Promise.resolve(typeof cell === "string" ? okCell(cell) : cell);
      },
      shutdown,
      [Symbol.asyncDispose]: shutdown,
    };
  }

  const backend: Backend = { name: "fake", createInterpreter };
  const entry = { summary: "A fake", load: () => Promise.resolve(backend) };
  return {
    backends: { modal: entry, fake: entry },
    cells,
    bound,
    options,
    get open() {
      return open;
    },
  };
}

function outputOf(text: string): CellResult["output"] {
  return { text, chars: [...text].length, omittedChars: 0 };
}

/**
 * What a conformance check is. The same checks run against every backend, as tests and for users.
 *
 * @module
 */

import type { CellResult } from "../../src/core/cell_result.ts";
import type { Interpreter, InterpreterOptions } from "../../src/core/interpreter.ts";

/** Makes a new interpreter of the backend under check. */
export type MakeInterpreter = (options?: InterpreterOptions) => Interpreter;

/** One statement that must hold for every interpreter. */
export interface Check {
  /** `group.statement`, stable. */
  readonly name: string;
  /** Throws when the statement does not hold. */
  run(make: MakeInterpreter): Promise<void>;
}

/** The result when its status is the expected one. */
export function expectStatus<S extends CellResult["status"]>(
  result: CellResult,
  status: S,
): Extract<CellResult, { status: S }> {
  if (result.status !== status) {
    const detail = result.status === "error" ? result.error.traceback : result.output.text;
    throw new Error(
      `Expected status "${status}", got "${result.status}": ${detail.slice(0, 2000)}`,
    );
  }
  return result as Extract<CellResult, { status: S }>;
}

/** Throws unless `text` holds `part`. */
export function expectIncludes(text: string, part: string): void {
  if (!text.includes(part)) {
    throw new Error(`Expected ${JSON.stringify(part)} in ${JSON.stringify(text.slice(0, 2000))}`);
  }
}

/** Throws unless both are the same by `Deno.inspect`. */
export function expectSame(actual: unknown, expected: unknown): void {
  const [left, right] = [
    Deno.inspect(actual, { depth: 10 }),
    Deno.inspect(expected, { depth: 10 }),
  ];
  if (left !== right) throw new Error(`Expected ${right}, got ${left}`);
}

/** Runs one cell in a fresh session. */
export async function runOne(
  make: MakeInterpreter,
  code: string,
  options: InterpreterOptions = {},
): Promise<CellResult> {
  await using interpreter = make(options);
  return await interpreter.execute(code, { wantValue: true });
}

/** Runs cells in one fresh session; all results in order. */
export async function runAll(
  make: MakeInterpreter,
  cells: readonly string[],
  options: InterpreterOptions = {},
): Promise<readonly CellResult[]> {
  await using interpreter = make(options);
  const results: CellResult[] = [];
  for (const code of cells) results.push(await interpreter.execute(code, { wantValue: true }));
  return results;
}

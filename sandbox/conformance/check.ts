/**
 * What the conformance checks are written with: expectations that say what came instead, and sessions
 * of one or several cells.
 *
 * @module
 */

import type { CellResult } from "../../src/core/cell_result.ts";
import type { ConformanceCheck, MakeInterpreter } from "../../src/core/conformance.ts";
import { FleetError } from "../../src/core/errors.ts";
import type { HostTool, ToolParameter } from "../../src/core/host_tool.ts";
import type { InterpreterOptions } from "../../src/core/interpreter.ts";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";

export type { ConformanceCheck as Check, MakeInterpreter };

/** Most characters of a value that a failure shows. */
const MAX_SHOWN = 2_000;

/** The result when its status is the expected one. */
export function expectStatus<S extends CellResult["status"]>(
  result: CellResult | undefined,
  status: S,
): Extract<CellResult, { status: S }> {
  if (result?.status !== status) {
    throw new Error(`Expected status "${status}", got "${result?.status}": ${detailOf(result)}`);
  }
  return result as Extract<CellResult, { status: S }>;
}

/** Throws unless `text` holds `part`. */
export function expectIncludes(text: string, part: string): void {
  if (!text.includes(part)) {
    throw new Error(
      `Expected ${JSON.stringify(part)} in ${JSON.stringify(text.slice(0, MAX_SHOWN))}`,
    );
  }
}

/** Throws unless both are the same by `Deno.inspect`. */
export function expectSame(actual: unknown, expected: unknown): void {
  const [left, right] = [
    Deno.inspect(actual, { depth: 10, strAbbreviateSize: Infinity }),
    Deno.inspect(expected, { depth: 10, strAbbreviateSize: Infinity }),
  ];
  if (left !== right) {
    throw new Error(`Expected ${right.slice(0, MAX_SHOWN)}, got ${left.slice(0, MAX_SHOWN)}`);
  }
}

/** Throws unless the session is over for good. */
export async function expectOver(action: () => Promise<unknown>): Promise<void> {
  const error = await thrownBy(action);
  if (!(error instanceof FleetError)) throw new Error("Expected the session to be over");
  expectSame(error.code, "sandbox-ended");
  expectIncludes(error.message, "session has ended");
}

/** What the action throws, or undefined. */
export function thrownBy(action: () => Promise<unknown>): Promise<unknown> {
  return action().then(() => undefined, (thrown: unknown) => thrown);
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

/** A host tool that answers by a function of its arguments. */
export function tool(
  name: string,
  parameters: readonly ToolParameter[],
  answer: (args: JsonObject) => JsonValue | Promise<JsonValue>,
): HostTool {
  return {
    name,
    description: `Answers ${name}`,
    parameters,
    call: (args) => Promise.resolve().then(() => answer(args)),
  };
}

/** A host tool that gives back its one argument. */
export const ECHO: HostTool = tool("echo", [{ name: "value" }], (args) => args.value ?? null);

/** A host tool that answers when its cell is over. */
export const HANG: HostTool = {
  name: "hang",
  description: "Never answers",
  parameters: [],
  call: (_args, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
};

function detailOf(result: CellResult | undefined): string {
  if (result === undefined) return "there is no such cell";
  return explain(result).slice(0, MAX_SHOWN);
}

function explain(result: CellResult): string {
  switch (result.status) {
    case "error":
      return `${result.error.type}: ${result.error.message}\n${result.error.traceback}`;
    case "crashed":
      return result.reason;
    default:
      return result.output.text;
  }
}

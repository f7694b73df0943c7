/**
 * Inputs to variables: files are checked and hashed, standard input and pipes are spooled to
 * temporary files, which go when the inputs are disposed of.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import type { FileReference, Variable } from "../core/variable.ts";
import { openTextFile } from "./open_text_file.ts";
import { parseExactJson } from "./parse_exact_json.ts";
import type { InputSpec } from "./parse_input.ts";
import { readTextFile } from "./read_text_file.ts";
import { spoolStream } from "./spool_stream.ts";

/** Variables ready to be bound, for as long as they are not disposed of. */
export interface OpenInputs extends AsyncDisposable {
  /** One for each input, in order. */
  readonly variables: readonly Variable[];
}

/** Options of {@linkcode openInputs}. */
export interface OpenInputsOptions {
  /** Standard input; asked for once at most. */
  stdin(): ReadableStream<Uint8Array>;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Opens inputs in order.
 * @throws {FleetError} As `openTextFile`, or `input-invalid` when a JSON file is not JSON.
 */
export async function openInputs(
  specs: readonly InputSpec[],
  options: OpenInputsOptions,
): Promise<OpenInputs> {
  await using stack = new AsyncDisposableStack();
  const variables: Variable[] = [];
  for (const spec of specs) variables.push(await open(spec, options, stack));
  const kept = stack.move();
  return { variables, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function open(
  spec: InputSpec,
  options: OpenInputsOptions,
  stack: AsyncDisposableStack,
): Promise<Variable> {
  if (spec.kind === "text") return { kind: "value", name: spec.name, value: spec.text };
  if (spec.kind === "value") return { kind: "value", name: spec.name, value: spec.value };
  const label = spec.kind === "stdin" ? "standard input" : `"${spec.path}"`;
  const path = spec.kind === "stdin"
    ? stack.use(await spoolStream(options.stdin(), options.signal)).path
    : await isPipe(spec.path)
    ? stack.use(await spoolStream((await Deno.open(spec.path)).readable, options.signal)).path
    : spec.path;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const file = await openTextFile(path, { label, ...signal });
  if (spec.format === "text") return { kind: "file", name: spec.name, file };
  return { kind: "value", name: spec.name, value: await readJson(spec.name, file) };
}

async function isPipe(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFifo === true;
  } catch {
    return false;
  }
}

async function readJson(name: string, file: FileReference): Promise<JsonValue> {
  try {
    return parseExactJson(await readTextFile(file));
  } catch (cause) {
    throw new FleetError(
      "input-invalid",
      `Cannot read input "${name}" as JSON: ${messageOf(cause)}`,
      { hint: `Check ${file.path}`, cause },
    );
  }
}

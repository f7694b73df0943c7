/**
 * The laws that every signature keeps, wherever it came from: a text, a task file or a program.
 * Checked before any interpreter is made.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import type { Field, Signature } from "../../core/field.ts";
import { RESERVED_NAMES } from "../../core/guest_helpers.ts";
import { findNameProblem } from "../python/python_names.ts";
import { pythonList } from "../python/python_text.ts";

/** Names that the result of a run uses beside its outputs. */
export const RESULT_NAMES: readonly string[] = [
  "trajectory",
  "final_reasoning",
  "status",
  "iterations",
  "llm_calls",
  "usage",
  "run_id",
];

/**
 * Throws `signature-invalid` unless the signature has an output and all names are usable: Python
 * identifiers, not doubled, not those of sandbox functions, of `toolNames`, or (outputs) of the
 * result's own fields.
 */
export function checkSignature(signature: Signature, toolNames: readonly string[] = []): void {
  if (signature.outputs.length === 0) {
    fail("A signature needs at least one output field", 'Write it like "question -> answer"');
  }
  checkFields("Input", signature.inputs, toolNames);
  checkFields("Output", signature.outputs, toolNames);
  const taken = clashes(signature.outputs, RESULT_NAMES);
  if (taken.length > 0) {
    fail(`Output fields conflict with RLM result metadata: ${pythonList(taken)}`, RENAME);
  }
}

const RENAME = "Give the field another name";

function checkFields(
  side: "Input" | "Output",
  fields: readonly Field[],
  toolNames: readonly string[],
): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    const problem = findNameProblem(name);
    if (problem !== undefined) fail(`${side} field name "${name}" ${problem}`, RENAME);
    if (seen.has(name)) fail(`Duplicate ${side.toLowerCase()} field "${name}"`, RENAME);
    seen.add(name);
  }
  const builtIn = clashes(fields, RESERVED_NAMES);
  if (builtIn.length > 0) {
    fail(`${side} fields conflict with built-in sandbox functions: ${pythonList(builtIn)}`, RENAME);
  }
  const tools = clashes(fields, toolNames);
  if (tools.length > 0) {
    fail(`${side} fields conflict with user tools: ${pythonList(tools)}`, RENAME);
  }
}

function clashes(fields: readonly Field[], taken: readonly string[]): string[] {
  return fields.map((field) => field.name).filter((name) => taken.includes(name));
}

function fail(message: string, hint: string): never {
  throw new FleetError("signature-invalid", message, { hint });
}

/**
 * Inputs against a signature, by name: every field has its input, no input is without a field. Types
 * are the engine's affair.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { Signature } from "../core/field.ts";
import type { InputSpec } from "./parse_input.ts";

/**
 * Makes sure that the inputs have the names of the signature's fields, before any file is opened.
 * @throws {UsageError} Which are unknown or missing.
 */
export function checkInputNames(specs: readonly InputSpec[], signature: Signature): void {
  const expected = signature.inputs.map((field) => field.name);
  const hint = `The signature's inputs are ${quoteAll(expected)}`;
  const unknown = specs.map((spec) => spec.name).filter((name) => !expected.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`Unknown input ${quoteAll(unknown)}: not in the signature`, { hint });
  }
  const given = new Set(specs.map((spec) => spec.name));
  const missing = expected.filter((name) => !given.has(name));
  if (missing.length > 0) {
    throw new UsageError(`Missing input ${quoteAll(missing)}`, {
      hint: `Give each with --input NAME=VALUE or --input NAME=@path. ${hint}`,
    });
  }
}

function quoteAll(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

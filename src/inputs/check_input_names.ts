/**
 * Names of inputs against a signature: every field has its input, no input is without a field. Types
 * are the engine's affair.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { Signature } from "../core/field.ts";
import { describeType } from "../rlm/signature/field_type.ts";

/** How inputs are given on the command line, for the hint. */
const BY_OPTION = "Give each with --input NAME=VALUE or --input NAME=@path";

/**
 * Makes sure that inputs have the names of the signature's fields, before any file is opened.
 * @param howToGive What to do about one that is missing: a sentence without a final period.
 * @throws {UsageError} Which are unknown or missing.
 */
export function checkInputNames(
  names: readonly string[],
  signature: Signature,
  howToGive: string = BY_OPTION,
): void {
  const fields = signature.inputs.map(({ name, type }) => `"${name}" (${describeType(type)})`);
  const hint = `The signature's inputs are ${fields.join(", ") || "none"}`;
  const expected = signature.inputs.map((field) => field.name);
  const unknown = names.filter((name) => !expected.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`Unknown input ${quoteAll(unknown)}: not in the signature`, { hint });
  }
  const missing = expected.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new UsageError(`Missing input ${quoteAll(missing)}`, { hint: `${howToGive}. ${hint}` });
  }
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

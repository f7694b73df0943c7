/**
 * Whether a value keeps the bounds of its field. Pure; the words for the planner are in
 * `field_type.ts`.
 *
 * @module
 */

import type { Field } from "../../core/field.ts";
import type { JsonValue } from "../../core/json.ts";
import { describeLength } from "./field_type.ts";

/** The first bound that `value`, already of the field's type, does not keep; as part of a sentence. */
export function findBreach(
  value: JsonValue,
  field: Pick<Field, "type" | "constraints">,
): string | undefined {
  const bounds = field.constraints;
  if (bounds === undefined || value === null) return undefined;
  if (typeof value === "number" || typeof value === "bigint") {
    if (bounds.minimum !== undefined && !(value >= bounds.minimum)) {
      return `expected a number greater than or equal to ${bounds.minimum}, got ${value}`;
    }
    if (bounds.above !== undefined && !(value > bounds.above)) {
      return `expected a number greater than ${bounds.above}, got ${value}`;
    }
    if (bounds.below !== undefined && !(value < bounds.below)) {
      return `expected a number less than ${bounds.below}, got ${value}`;
    }
    if (bounds.maximum !== undefined && !(value <= bounds.maximum)) {
      return `expected a number less than or equal to ${bounds.maximum}, got ${value}`;
    }
  }
  if (typeof value === "string" && bounds.pattern !== undefined) {
    if (!matches(value, bounds.pattern)) {
      return `expected a str that matches the regular expression ${bounds.pattern}`;
    }
  }
  const length = lengthOf(value);
  if (length === undefined) return undefined;
  if (bounds.minLength !== undefined && length < bounds.minLength) {
    return `expected at least ${describeLength(bounds.minLength, field.type)}, got ${length}`;
  }
  if (bounds.maxLength !== undefined && length > bounds.maxLength) {
    return `expected at most ${describeLength(bounds.maxLength, field.type)}, got ${length}`;
  }
  return undefined;
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    // Not every expression that is valid elsewhere is valid in this mode.
    return new RegExp(pattern).test(text);
  }
}

function lengthOf(value: JsonValue): number | undefined {
  if (typeof value === "string") {
    let codePoints = 0;
    for (const _ of value) codePoints++;
    return codePoints;
  }
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

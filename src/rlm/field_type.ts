/**
 * Field types in words: the Python annotation and the line by which the planner knows a field.
 * Pure; the reverse of `parse_field_type.ts`.
 *
 * @module
 */

import type { Field, FieldConstraints, FieldType } from "../core/field.ts";
import { formatCounted } from "./format_number.ts";
import { pythonRepr } from "./python_text.ts";

/** The type as a Python annotation, such as `list[str]` or `Literal['yes', 'no'] | None`. */
export function describeType(type: FieldType): string {
  switch (type.kind) {
    case "any":
      return "Any";
    case "list":
      return type.items === undefined ? "list" : `list[${describeType(type.items)}]`;
    case "dict":
      return type.values === undefined ? "dict" : `dict[str, ${describeType(type.values)}]`;
    case "literal":
      return `Literal[${type.options.map((option) => pythonRepr(option)).join(", ")}]`;
    case "optional":
      return `${describeType(type.inner)} | None`;
    default:
      return type.kind;
  }
}

/** Bounds in words, such as `greater than or equal to 0, at most 20 items`; empty without any. */
export function describeConstraints(field: Field): string {
  const { minimum, maximum, minLength, maxLength }: FieldConstraints = field.constraints ?? {};
  const parts: string[] = [];
  if (minimum !== undefined) parts.push(`greater than or equal to ${minimum}`);
  if (maximum !== undefined) parts.push(`less than or equal to ${maximum}`);
  if (minLength !== undefined) parts.push(`at least ${describeLength(minLength, field.type)}`);
  if (maxLength !== undefined) parts.push(`at most ${describeLength(maxLength, field.type)}`);
  return parts.join(", ");
}

/** One line for the planner: `` `name` (type; bounds): description ``. */
export function describeField(field: Field): string {
  const constraints = describeConstraints(field);
  const note = constraints === "" ? "" : `; ${constraints}`;
  const description = field.description ? `: ${field.description.replace(/\s+/g, " ").trim()}` : "";
  return `\`${field.name}\` (${describeType(field.type)}${note})${description}`;
}

/** A length with what it counts: `20 items` of a list or dict, `1 character` of a str. */
export function describeLength(length: number, type: FieldType): string {
  if (type.kind === "optional") return describeLength(length, type.inner);
  return formatCounted(length, type.kind === "list" || type.kind === "dict" ? "item" : "character");
}

/**
 * Field types in words: the Python annotation and the line by which the planner knows a field.
 * Pure; the reverse of `parse_field_type.ts`.
 *
 * @module
 */

import type { Field, FieldConstraints, FieldType } from "../../core/field.ts";
import { formatCounted } from "../../text/format_number.ts";
import { pythonRepr } from "../python/python_text.ts";
import { jsonSchemaOf, needsJsonSchema } from "./json_schema.ts";

/** The type as a Python annotation, such as `list[str]` or `Literal['yes', 'no'] | None`. */
export function describeType(type: FieldType): string {
  switch (type.kind) {
    case "any":
      return "Any";
    case "list":
      return type.items === undefined ? "list" : `list[${describeType(type.items)}]`;
    case "dict":
      return type.values === undefined ? "dict" : `dict[str, ${describeType(type.values)}]`;
    case "object":
      return "dict";
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
  const { above, below, maximum, maxLength, minimum, minLength, pattern }: FieldConstraints =
    field.constraints ?? {};
  const parts: string[] = [];
  if (minimum !== undefined) parts.push(`greater than or equal to ${minimum}`);
  if (above !== undefined) parts.push(`greater than ${above}`);
  if (maximum !== undefined) parts.push(`less than or equal to ${maximum}`);
  if (below !== undefined) parts.push(`less than ${below}`);
  if (minLength !== undefined) parts.push(`at least ${describeLength(minLength, field.type)}`);
  if (maxLength !== undefined) parts.push(`at most ${describeLength(maxLength, field.type)}`);
  if (pattern !== undefined) parts.push(`matching the regular expression ${pattern}`);
  return parts.join(", ");
}

/**
 * One line for the planner: `` `name` (type; bounds): description ``. What an annotation cannot say of
 * the values inside is added as a JSON schema.
 */
export function describeField(field: Field): string {
  const constraints = describeConstraints(field);
  const note = constraints === "" ? "" : `; ${constraints}`;
  const description = field.description ? `: ${field.description.replace(/\s+/g, " ").trim()}` : "";
  const schema = needsJsonSchema(field.type)
    ? `; must adhere to the JSON schema ${JSON.stringify(jsonSchemaOf(field.type))}`
    : "";
  return `\`${field.name}\` (${describeType(field.type)}${note}${schema})${description}`;
}

/** A length with what it counts: `20 items` of a list or dict, `1 character` of a str. */
export function describeLength(length: number, type: FieldType): string {
  if (type.kind === "optional") return describeLength(length, type.inner);
  const counted = ["list", "dict", "object"].includes(type.kind) ? "item" : "character";
  return formatCounted(length, counted);
}

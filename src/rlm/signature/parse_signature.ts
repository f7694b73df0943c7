/**
 * Signature text to {@linkcode Signature}: `"document, query -> findings: list[str], answer"`.
 * Pure. Types are read by `parse_field_type.ts`, names judged by `check_signature.ts`.
 *
 * @module
 */

import type { Field, FieldConstraints, Signature } from "../../core/field.ts";
import { checkSignature } from "./check_signature.ts";
import { parseFieldType } from "./parse_field_type.ts";
import { findNameProblem } from "../python/python_names.ts";
import { quoteToken, SignatureCursor } from "./signature_cursor.ts";

/** What a signature text cannot say. */
export interface ParseSignatureOptions {
  /**
   * What the planner is asked to do.
   * @default {""}
   */
  readonly instructions?: string;
  /** Descriptions and bounds by field name, for inputs and outputs alike. */
  readonly fields?: Readonly<
    Record<string, { readonly description?: string; readonly constraints?: FieldConstraints }>
  >;
}

/**
 * Parses a signature. Types are str (the default), int, float, bool, list, list[T], dict,
 * dict[str, T], Literal['a', 3], Optional[T] or T | None, and Any, nested at will.
 *
 * @throws {FleetError} `signature-invalid`, with a caret under the place.
 */
export function parseSignature(text: string, options: ParseSignatureOptions = {}): Signature {
  const cursor = new SignatureCursor(text);
  const inputs = cursor.isAt("->") ? [] : parseFields(cursor, "input");
  if (!cursor.take("->")) {
    cursor.fail(`expected "->" between inputs and outputs, found ${quoteToken(cursor.token)}`);
  }
  if (cursor.token.kind === "end") cursor.fail('expected an output field after "->"');
  const outputs = parseFields(cursor, "output");
  if (cursor.isAt("->")) cursor.fail('a signature must contain exactly one "->"');
  if (cursor.token.kind !== "end") {
    cursor.fail(`expected "," or the end, found ${quoteToken(cursor.token)}`);
  }
  const complete = (field: Field): Field => ({ ...field, ...options.fields?.[field.name] });
  const signature: Signature = {
    instructions: options.instructions ?? "",
    inputs: inputs.map(complete),
    outputs: outputs.map(complete),
  };
  checkSignature(signature);
  return signature;
}

function parseFields(cursor: SignatureCursor, side: "input" | "output"): Field[] {
  const fields: Field[] = [];
  do {
    if (fields.length > 0 && (cursor.isAt("->") || cursor.token.kind === "end")) break;
    fields.push(parseField(cursor, side));
  } while (cursor.take(","));
  return fields;
}

function parseField(cursor: SignatureCursor, side: "input" | "output"): Field {
  const token = cursor.token;
  if (token.kind !== "word") {
    cursor.fail(`expected the name of an ${side} field, found ${quoteToken(token)}`);
  }
  const problem = findNameProblem(token.text);
  if (problem !== undefined) cursor.fail(`${side} field name "${token.text}" ${problem}`);
  cursor.next();
  if (!cursor.take(":")) return { name: token.text, type: { kind: "str" } };
  return { name: token.text, type: parseFieldType(cursor) };
}

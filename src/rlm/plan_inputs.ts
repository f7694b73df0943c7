/**
 * The inputs of a run against its signature: one for each field, read as the types declared for them,
 * before anything starts. Pure.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import type { Field, FieldType, Signature } from "../core/field.ts";
import type { Variable } from "../core/variable.ts";
import { pythonList } from "./python/python_text.ts";
import { coerce } from "./signature/coerce.ts";
import { describeType } from "./signature/field_type.ts";

/** What is bound, and the fields as they are bound. */
export interface PlannedInputs {
  /** The variables in the order of the signature. */
  readonly variables: readonly Variable[];
  /** The fields of the signature, with the type of what is bound to them. */
  readonly fields: readonly Field[];
}

/** The type of a corpus that is bound as a list. */
const CORPUS_TYPE: FieldType = { kind: "list", items: { kind: "dict" } };

/**
 * Plans the inputs.
 * @throws {FleetError} `input-missing`, or `input-invalid` for one that is not declared, given twice
 * or of another type.
 */
export function planInputs(
  variables: readonly Variable[],
  signature: Signature,
): PlannedInputs {
  checkNames(variables.map((variable) => variable.name), signature);
  const pairs = signature.inputs.map((field) => ({
    field,
    variable: variables.find((variable) => variable.name === field.name)!,
  }));
  return {
    variables: pairs.map(({ variable, field }) => planVariable(variable, field)),
    fields: pairs.map(({ variable, field }) => planField(variable, field)),
  };
}

function checkNames(given: readonly string[], signature: Signature): void {
  const declared = signature.inputs.map((field) => field.name);
  const missing = declared.filter((name) => !given.includes(name));
  if (missing.length > 0) {
    const noun = missing.length === 1 ? "input" : "inputs";
    throw new FleetError("input-missing", `Missing required ${noun}: ${pythonList(missing)}`, {
      hint: `The signature declares ${pythonList(declared)}`,
    });
  }
  const unexpected = given.filter((name) => !declared.includes(name));
  if (unexpected.length > 0) {
    const names = pythonList([...new Set(unexpected)]);
    throw new FleetError(
      "input-invalid",
      `Unexpected inputs not declared in the signature: ${names}`,
      { hint: `The signature declares ${pythonList(declared)}` },
    );
  }
  const twice = given.find((name, index) => given.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new FleetError("input-invalid", `Input "${twice}" is given twice`);
  }
}

/**
 * A declared type other than str binds: `n: int` given the text "5" is 5. An input without a type is
 * a str by default, so that says nothing about a value that is none: it is bound as it is.
 */
function planVariable(variable: Variable, field: Field): Variable {
  const { kind } = field.type;
  if (kind === "any") return variable;
  if (variable.kind === "corpus" && variable.form === "list") {
    if (kind === "str" || takesDicts(inner(field.type))) return variable;
    throw mistyped(field, "a folder is bound as list[dict]");
  }
  if (variable.kind !== "value") {
    if (inner(field.type).kind === "str") return variable;
    throw mistyped(field, `a ${variable.kind === "file" ? "file" : "folder"} is bound as str`);
  }
  if (kind === "str" && typeof variable.value !== "string") return variable;
  const coercion = coerce(variable.value, field);
  if (coercion.ok) return { ...variable, value: coercion.value };
  throw new FleetError("input-invalid", `Cannot bind input ${coercion.message}`);
}

/** A field without a type says nothing of a corpus; the planner is told what it is. */
function planField(variable: Variable, field: Field): Field {
  const isList = variable.kind === "corpus" && variable.form === "list";
  return isList && field.type.kind === "str" ? { ...field, type: CORPUS_TYPE } : field;
}

function takesDicts(type: FieldType): boolean {
  if (type.kind !== "list") return false;
  return type.items === undefined || type.items.kind === "any" || type.items.kind === "dict";
}

function inner(type: FieldType): FieldType {
  return type.kind === "optional" ? type.inner : type;
}

function mistyped(field: Field, state: string): FleetError {
  const type = describeType(field.type);
  const hint = state.endsWith("list[dict]")
    ? `Declare it list[dict], or bind it as one text with --input ${field.name}:text=@PATH`
    : "Declare it str, or give its content as a JSON value";
  return new FleetError(
    "input-invalid",
    `Cannot bind input "${field.name}": declared ${type}, but ${state}`,
    { hint },
  );
}

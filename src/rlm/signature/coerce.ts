/**
 * Values to the types of their fields: lenient in form, honest in substance. What cannot be read
 * without guessing is refused with the path to it, what was expected and what was there.
 *
 * Used for SUBMIT, for extraction and for input values. Pure.
 *
 * @module
 */

import type { Field, FieldType } from "../../core/field.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { meansNone, toBool, toFloat, toInt, toLiteral, toStr } from "./coerce_scalar.ts";
import { findBreach } from "./field_bounds.ts";
import { describeType } from "./field_type.ts";
import { parseLenientJson } from "./lenient_json.ts";
import { pythonPreview, pythonTypeName } from "../python/python_text.ts";

/** A value of the field's type, or what is wrong with it. */
export type Coercion =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly message: string };

const MAX_PROBLEMS = 5;
const PREVIEW_CHARS = 60;

/**
 * Reads `value` as the type of `field` and checks its bounds. A failure names the place:
 * `findings[2]: expected str, got dict: {'a': 1}`.
 */
export function coerce(value: JsonValue, field: Field): Coercion {
  const problems: string[] = [];
  const read = convert(value, { type: field.type, path: field.name, problems });
  if (read !== undefined && problems.length === 0) {
    const breach = findBreach(read, field);
    if (breach !== undefined) problems.push(`${field.name}: ${breach}`);
  }
  if (read !== undefined && problems.length === 0) return { ok: true, value: read };
  const more = problems.length - MAX_PROBLEMS;
  const shown = problems.slice(0, MAX_PROBLEMS).join("; ");
  return { ok: false, message: more > 0 ? `${shown}; and ${more} more` : shown };
}

/** All values of an answer, or every problem with them. */
export type CoercionOfAll =
  | { readonly ok: true; readonly values: JsonObject }
  | {
    readonly ok: false;
    readonly missing: readonly string[];
    readonly messages: readonly string[];
  };

/** Reads one value per field, in the order of the fields. Names that are no field are left out. */
export function coerceAll(
  values: Readonly<Record<string, JsonValue>>,
  fields: readonly Field[],
): CoercionOfAll {
  const read: Record<string, JsonValue> = {};
  const missing: string[] = [];
  const messages: string[] = [];
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (value === undefined) {
      missing.push(field.name);
      continue;
    }
    const coercion = coerce(value, field);
    if (coercion.ok) read[field.name] = coercion.value;
    else messages.push(coercion.message);
  }
  const ok = missing.length === 0 && messages.length === 0;
  return ok ? { ok, values: read } : { ok, missing, messages };
}

interface Place {
  readonly type: FieldType;
  readonly path: string;
  readonly problems: string[];
}

/** The value read as `place.type`, within its bounds; otherwise `undefined`, with the problems noted. */
function convert(value: JsonValue, place: Place): JsonValue | undefined {
  const { problems, type } = place;
  const read = convertKind(value, place);
  if (read === undefined || !("constraints" in type)) return read;
  const breach = findBreach(read, { type, constraints: type.constraints ?? {} });
  if (breach === undefined) return read;
  problems.push(`${place.path}: ${breach}`);
  return undefined;
}

function convertKind(value: JsonValue, place: Place): JsonValue | undefined {
  const { type } = place;
  switch (type.kind) {
    case "any":
      return value;
    case "str":
      return toStr(value) ?? refuse(value, place);
    case "int":
      return toInt(value) ?? refuse(value, place);
    case "float":
      return toFloat(value) ?? refuse(value, place);
    case "bool":
      return toBool(value) ?? refuse(value, place);
    case "literal": {
      const option = toLiteral(value, type.options);
      return option === undefined ? refuse(value, place) : option;
    }
    case "optional":
      return convertOptional(value, type.inner, place);
    case "list":
      return convertList(value, type.items, place);
    case "dict":
      return convertDict(value, type.values, place);
    case "object":
      return convertObject(value, type.fields, place);
  }
}

function convertOptional(
  value: JsonValue,
  inner: FieldType,
  place: Place,
): JsonValue | undefined {
  if (value === null) return null;
  const problems: string[] = [];
  const read = convert(value, { ...place, type: inner, problems });
  if (read !== undefined && problems.length === 0) return read;
  if (meansNone(value)) return null;
  // A problem deep inside says more than one about the whole.
  const deep = problems.some((problem) => !problem.startsWith(`${place.path}: `));
  if (!deep) return refuse(value, place);
  place.problems.push(...problems);
  return undefined;
}

function convertList(
  value: JsonValue,
  items: FieldType | undefined,
  place: Place,
): JsonValue | undefined {
  const list = typeof value === "string" ? readText(value, "[") : value;
  if (!Array.isArray(list)) return refuse(value, place);
  if (items === undefined) return list;
  return list.map((item: JsonValue, index) =>
    convert(item, { ...place, type: items, path: `${place.path}[${index}]` }) ?? null
  );
}

function convertDict(
  value: JsonValue,
  values: FieldType | undefined,
  place: Place,
): JsonValue | undefined {
  const dict = typeof value === "string" ? readText(value, "{") : value;
  if (!isJsonObject(dict)) return refuse(value, place);
  if (values === undefined) return dict;
  return Object.fromEntries(
    Object.entries(dict).map(([key, item]) => {
      const path = `${place.path}[${pythonPreview(key, PREVIEW_CHARS)}]`;
      return [key, convert(item, { ...place, type: values, path }) ?? null];
    }),
  );
}

/** A dict with these keys and no others; an optional one may be left out. */
function convertObject(
  value: JsonValue,
  fields: readonly Field[],
  place: Place,
): JsonValue | undefined {
  const dict = typeof value === "string" ? readText(value, "{") : value;
  if (!isJsonObject(dict)) return refuse(value, place);
  const read: Record<string, JsonValue> = {};
  for (const { name, type, constraints } of fields) {
    const path = `${place.path}[${pythonPreview(name, PREVIEW_CHARS)}]`;
    if (!Object.hasOwn(dict, name)) {
      if (type.kind !== "optional") place.problems.push(`${path}: missing`);
      continue;
    }
    const item = convert(dict[name] ?? null, { ...place, type, path });
    const breach = item === undefined || constraints === undefined
      ? undefined
      : findBreach(item, { type, constraints });
    if (breach !== undefined) place.problems.push(`${path}: ${breach}`);
    read[name] = item ?? null;
  }
  return read;
}

/** JSON or a Python literal in text; only what opens like one, for repair makes JSON of any prose. */
function readText(text: string, opening: "[" | "{"): JsonValue | undefined {
  const bare = text.trim().replace(/^```\w*\s*\n([\s\S]*?)\n?```$/, "$1").trim();
  return bare.startsWith(opening) ? parseLenientJson(bare) : undefined;
}

function refuse(value: JsonValue, place: Place): undefined {
  const expected = describeType(place.type);
  const got = `${pythonTypeName(value)}: ${pythonPreview(value, PREVIEW_CHARS)}`;
  place.problems.push(`${place.path}: expected ${expected}, got ${got}`);
  return undefined;
}

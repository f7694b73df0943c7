/**
 * Field types and JSON Schema (draft 2020-12), both ways: as a note to the planner where a Python
 * annotation says too little, and from the schemas of a caller's own types. Pure.
 *
 * Of JSON Schema it reads what a field type can say, and refuses the rest by name: a signature that
 * silently asked for less than its schema would be a trap.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import type { Field, FieldConstraints, FieldType } from "../../core/field.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";

const SCALARS = { string: "str", integer: "int", number: "float", boolean: "bool" } as const;
const JSON_NAMES = { str: "string", int: "integer", float: "number", bool: "boolean" } as const;
const MAX_DEPTH = 32;

/** Whether a type says more than its Python annotation does. */
export function needsJsonSchema(type: FieldType, isInside = false): boolean {
  switch (type.kind) {
    case "object":
      return true;
    case "literal":
      return false;
    case "optional":
      return needsJsonSchema(type.inner, isInside);
    case "list":
      return isBound(type, isInside) ||
        (type.items !== undefined && needsJsonSchema(type.items, true));
    case "dict":
      return isBound(type, isInside) ||
        (type.values !== undefined && needsJsonSchema(type.values, true));
    default:
      return isBound(type, isInside);
  }
}

function isBound(type: { readonly constraints?: FieldConstraints }, isInside: boolean): boolean {
  return isInside && type.constraints !== undefined;
}

/** The schema of a type. */
export function jsonSchemaOf(type: FieldType): JsonObject {
  switch (type.kind) {
    case "any":
      return {};
    case "literal":
      return { enum: type.options };
    case "optional":
      return { anyOf: [jsonSchemaOf(type.inner), { type: "null" }] };
    case "object":
      return schemaOfObject(type.fields);
    case "list":
      return {
        type: "array",
        ...(type.items === undefined ? {} : { items: jsonSchemaOf(type.items) }),
        ...boundsOf(type, "Items"),
      };
    case "dict":
      return {
        type: "object",
        ...(type.values === undefined ? {} : { additionalProperties: jsonSchemaOf(type.values) }),
        ...boundsOf(type, "Properties"),
      };
    default:
      return { type: JSON_NAMES[type.kind], ...boundsOf(type, "Length") };
  }
}

function schemaOfObject(fields: readonly Field[]): JsonObject {
  const properties = fields.map(({ name, type, description, constraints }) => {
    const schema = jsonSchemaOf(constraints === undefined ? type : bind(type, constraints));
    return [name, description === undefined ? schema : { ...schema, description }] as const;
  });
  const required = fields.filter(({ type }) => type.kind !== "optional").map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** The type with the bounds of its field. */
function bind(type: FieldType, constraints: FieldConstraints): FieldType {
  if (type.kind === "optional") return { ...type, inner: bind(type.inner, constraints) };
  return type.kind === "literal" || type.kind === "object" ? type : { ...type, constraints };
}

function boundsOf(
  { constraints = {} }: { readonly constraints?: FieldConstraints },
  counted: "Items" | "Properties" | "Length",
): JsonObject {
  const { above, below, maximum, maxLength, minimum, minLength, pattern } = constraints;
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(below === undefined ? {} : { exclusiveMaximum: below }),
    ...(minLength === undefined ? {} : { [`min${counted}`]: minLength }),
    ...(maxLength === undefined ? {} : { [`max${counted}`]: maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

interface Place {
  /** Where it stands, for messages. */
  readonly path: string;
  /** The whole schema, for references. */
  readonly root: JsonObject;
  readonly depth: number;
}

/**
 * The fields of an object schema, in its order.
 * @throws {FleetError} `signature-invalid` naming the place that no field type can say.
 */
export function fieldsOfJsonSchema(schema: JsonObject, path: string): readonly Field[] {
  const place = { path, root: schema, depth: 0 };
  const properties = resolve(schema, place)["properties"];
  if (!isJsonObject(properties)) refuse(place, "it is no object with fields");
  return readFields(resolve(schema, place), place);
}

function readFields(schema: JsonObject, place: Place): readonly Field[] {
  const properties = schema["properties"];
  if (!isJsonObject(properties)) return [];
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  return Object.entries(properties).map(([name, property]) => {
    const inner = { ...place, path: `${place.path}.${name}`, depth: place.depth + 1 };
    if (!isJsonObject(property)) refuse(inner, "it has no type");
    const { type, constraints } = lift(readType(property, inner));
    const description = property["description"];
    return {
      name,
      type: required.has(name) || type.kind === "optional"
        ? type
        : { kind: "optional", inner: type },
      ...(typeof description === "string" ? { description } : {}),
      ...(constraints === undefined ? {} : { constraints }),
    };
  });
}

/** A field carries its own bounds, whether it is optional or not. */
function lift(type: FieldType): { type: FieldType; constraints?: FieldConstraints } {
  if (type.kind === "optional") {
    const { type: inner, ...bounds } = lift(type.inner);
    return { type: { kind: "optional", inner }, ...bounds };
  }
  if (!("constraints" in type)) return { type };
  const { constraints, ...bare } = type;
  return constraints === undefined ? { type: bare } : { type: bare, constraints };
}

function readType(given: JsonObject, place: Place): FieldType {
  if (place.depth > MAX_DEPTH) refuse(place, "it is nested too deep, or contains itself");
  const schema = resolve(given, place);
  const unknown = ["oneOf", "allOf", "not", "if", "patternProperties"].find((key) => key in schema);
  if (unknown !== undefined) refuse(place, `"${unknown}" is nothing that a field can say`);
  if (Array.isArray(schema["anyOf"])) return readUnion(schema["anyOf"], place);
  if (Array.isArray(schema["enum"])) return readLiteral(schema["enum"], place);
  if ("const" in schema) return readLiteral([schema["const"] ?? null], place);
  const { type } = schema;
  if (Array.isArray(type)) {
    return readUnion(type.map((each: JsonValue) => ({ ...schema, type: each })), place);
  }
  switch (type) {
    case undefined:
      return { kind: "any" };
    case "array":
      return readList(schema, place);
    case "object":
      return readDict(schema, place);
    case "string":
    case "integer":
    case "number":
    case "boolean":
      return { kind: SCALARS[type], ...readBounds(schema) };
    default:
      return refuse(place, `type ${JSON.stringify(type)} is none of a field`);
  }
}

function readUnion(options: readonly JsonValue[], place: Place): FieldType {
  const schemas = options.filter(isJsonObject);
  const others = schemas.filter((schema) => schema["type"] !== "null");
  const [only] = others;
  if (only === undefined || others.length > 1) {
    refuse(place, "of unions only those with null are known");
  }
  const inner = readType(only, place);
  if (others.length === schemas.length || inner.kind === "optional") return inner;
  return { kind: "optional", inner };
}

function readLiteral(options: readonly JsonValue[], place: Place): FieldType {
  const plain = options.filter((option): option is string | number | boolean | null =>
    option === null || ["string", "number", "boolean"].includes(typeof option)
  );
  if (plain.length < options.length) refuse(place, "a choice is no text, number, bool or null");
  return { kind: "literal", options: plain };
}

function readList(schema: JsonObject, place: Place): FieldType {
  const items = schema["items"];
  const inner = { ...place, path: `${place.path}[]`, depth: place.depth + 1 };
  if ("prefixItems" in schema) refuse(place, "a tuple is nothing that a field can say");
  const type = isJsonObject(items) ? readType(items, inner) : undefined;
  return {
    kind: "list",
    ...(type === undefined || type.kind === "any" ? {} : { items: type }),
    ...readBounds(schema),
  };
}

function readDict(schema: JsonObject, place: Place): FieldType {
  if (isJsonObject(schema["properties"]) && Object.keys(schema["properties"]).length > 0) {
    return { kind: "object", fields: readFields(schema, place) };
  }
  const values = schema["additionalProperties"];
  const inner = { ...place, path: `${place.path}{}`, depth: place.depth + 1 };
  const type = isJsonObject(values) ? readType(values, inner) : undefined;
  return {
    kind: "dict",
    ...(type === undefined || type.kind === "any" ? {} : { values: type }),
    ...readBounds(schema),
  };
}

const BOUNDS: readonly (readonly [keyof FieldConstraints, readonly string[]])[] = [
  ["minimum", ["minimum"]],
  ["maximum", ["maximum"]],
  ["above", ["exclusiveMinimum"]],
  ["below", ["exclusiveMaximum"]],
  ["minLength", ["minLength", "minItems", "minProperties"]],
  ["maxLength", ["maxLength", "maxItems", "maxProperties"]],
];

/** Bounds that only say what a JSON number can hold are left out. */
function readBounds(schema: JsonObject): { readonly constraints?: FieldConstraints } {
  const bounds: Partial<Record<keyof FieldConstraints, number | string>> = {};
  for (const [name, keys] of BOUNDS) {
    const value = keys.map((key) => schema[key]).find((each) => typeof each === "number");
    if (typeof value === "number" && Math.abs(value) !== Number.MAX_SAFE_INTEGER) {
      bounds[name] = value;
    }
  }
  if (typeof schema["pattern"] === "string") bounds.pattern = schema["pattern"];
  return Object.keys(bounds).length === 0 ? {} : { constraints: bounds as FieldConstraints };
}

function resolve(schema: JsonObject, place: Place): JsonObject {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  const keys = reference.replace(/^#\/?/, "").split("/").filter((key) => key !== "");
  let found: JsonValue | undefined = place.root;
  for (const key of keys) found = isJsonObject(found) ? found[key] : undefined;
  if (!isJsonObject(found)) refuse(place, `"${reference}" leads nowhere`);
  if (keys.length === 0) refuse(place, "it contains itself");
  return found;
}

function refuse(place: Place, problem: string): never {
  throw new FleetError(
    "signature-invalid",
    `Cannot make a field of "${place.path}": ${problem}`,
    { hint: "Use text, numbers, bools, choices, lists, dicts, objects and optional ones of these" },
  );
}

/**
 * How a protobuf message is described here: a constant object with one field builder a field, from
 * which the type of the message follows. Only what Modal's API uses: proto3, no groups, no packed
 * lists, maps from string to string. {@linkcode encode} and {@linkcode decode} are in
 * `protobuf_codec.ts`.
 *
 * @module
 */

/** Kinds of plain values on the wire. */
export type ScalarKind =
  | "string"
  | "bytes"
  | "bool"
  | "int32"
  | "uint32"
  | "uint64"
  | "int64"
  | "float"
  | "double";

/** One field: its number and what it holds. `Out` is what decoding gives, `In` what encoding takes. */
export interface Field<Out, In = Out> {
  /** Number on the wire. */
  readonly number: number;
  /** What one value is. */
  readonly kind: ScalarKind | Schema;
  /** How many values there are, and whether a default is distinct from an absence. */
  readonly label: "plain" | "optional" | "repeated" | "map";
  /** Types only; never there. */
  readonly types?: { readonly out: Out; readonly in: In };
}

/** A message: its fields by name. */
export type Schema = Readonly<Record<string, Field<unknown>>>;

type OutOf<F> = F extends { readonly types?: { readonly out: infer Out } } ? Out : never;
type InOf<F> = F extends { readonly types?: { readonly in: infer In } } ? In : never;

/** What decoding a message gives: every field, defaults filled in. */
export type Message<S extends Schema> = { readonly [K in keyof S]: OutOf<S[K]> };
/** What encoding a message takes: any of the fields. */
export type Input<S extends Schema> = { readonly [K in keyof S]?: InOf<S[K]> | undefined };

/** Text. */
export function string(number: number): Field<string> {
  return { number, kind: "string", label: "plain" };
}

/** Bytes; decoded as a view of the message, not as a copy. */
export function bytes(number: number): Field<Uint8Array> {
  return { number, kind: "bytes", label: "plain" };
}

/** True or false. */
export function bool(number: number): Field<boolean> {
  return { number, kind: "bool", label: "plain" };
}

/** A signed number of 32 bits, or an enum. */
export function int32(number: number): Field<number> {
  return { number, kind: "int32", label: "plain" };
}

/** An unsigned number of 32 bits. */
export function uint32(number: number): Field<number> {
  return { number, kind: "uint32", label: "plain" };
}

/** An unsigned number of 64 bits, exact up to 2^53. */
export function uint64(number: number): Field<number> {
  return { number, kind: "uint64", label: "plain" };
}

/** A signed number of 64 bits, exact within ±2^53. */
export function int64(number: number): Field<number> {
  return { number, kind: "int64", label: "plain" };
}

/** A floating point number of 32 bits. */
export function float(number: number): Field<number> {
  return { number, kind: "float", label: "plain" };
}

/** A floating point number of 64 bits. */
export function double(number: number): Field<number> {
  return { number, kind: "double", label: "plain" };
}

/** A message inside the message; `undefined` when it is not there. */
export function message<S extends Schema>(
  number: number,
  schema: S,
): Field<Message<S> | undefined, Input<S>> {
  return { number, kind: schema, label: "plain" };
}

/** A list of messages. */
export function messages<S extends Schema>(
  number: number,
  schema: S,
): Field<readonly Message<S>[], readonly Input<S>[]> {
  return { number, kind: schema, label: "repeated" };
}

/** A list of texts. */
export function strings(number: number): Field<readonly string[]> {
  return { number, kind: "string", label: "repeated" };
}

/** A map from text to text. */
export function map(number: number): Field<Readonly<Record<string, string>>> {
  return { number, kind: "string", label: "map" };
}

/** A plain field for which absence is distinct from the default. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { number: field.number, kind: field.kind, label: "optional" };
}

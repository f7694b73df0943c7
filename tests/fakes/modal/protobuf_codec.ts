/**
 * Encodes and decodes messages described in the terms of `protobuf_schema.ts`. This is the one file of
 * the fake that casts: what was built field by field is what the schema says. Fields that a schema does
 * not name are skipped, damaged input throws and never loops.
 *
 * @module
 */

import type { Field, Input, Message, ScalarKind, Schema } from "./protobuf_schema.ts";

const UTF8 = new TextEncoder();
const TEXT = new TextDecoder();
const TWO_32 = 4_294_967_296;
const ENTRY = {
  key: { number: 1, kind: "string", label: "plain" },
  value: { number: 2, kind: "string", label: "plain" },
} as const satisfies Schema;

type Loose = Record<string, unknown>;

/** Bytes of a message. */
export function encode<S extends Schema>(schema: S, value: Input<S>): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  write(writer, schema, value as Loose);
  return writer.bytes();
}

/**
 * A message from its bytes, with defaults filled in.
 * @throws {RangeError} when the bytes are no message.
 */
export function decode<S extends Schema>(schema: S, data: Uint8Array): Message<S> {
  return read(schema, new Reader(data)) as Message<S>;
}

/** A growing buffer. */
class Writer {
  #buffer = new Uint8Array(256);
  #length = 0;

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  reserve(count: number): DataView {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length));
      grown.set(this.#buffer.subarray(0, start));
      this.#buffer = grown;
    }
    return new DataView(this.#buffer.buffer, start, count);
  }

  /** A whole number; negative ones as the two's complement of 64 bits. */
  varint(value: number): void {
    let low = value % TWO_32 >>> 0;
    let high = Math.floor(value / TWO_32) >>> 0;
    do {
      const part = low & 0x7f;
      low = (low >>> 7 | high << 25) >>> 0;
      high >>>= 7;
      this.reserve(1).setUint8(0, low === 0 && high === 0 ? part : part | 0x80);
    } while (low !== 0 || high !== 0);
  }

  delimited(data: Uint8Array): void {
    this.varint(data.length);
    this.reserve(data.length);
    this.#buffer.set(data, this.#length - data.length);
  }
}

/** A position in bytes. */
class Reader {
  #position = 0;
  #data: Uint8Array;
  #view: DataView;

  constructor(data: Uint8Array) {
    this.#data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.length);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#data.length;
  }

  /** The low and the high 32 bits of a whole number. */
  varint(): readonly [number, number] {
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      const byte = this.#data[this.#position++];
      if (byte === undefined) throw new RangeError("Cannot decode message: truncated number");
      const part = byte & 0x7f;
      const shift = index * 7;
      if (shift < 32) low = (low | part << shift) >>> 0;
      if (shift > 25) high = (high | (shift < 32 ? part >>> 32 - shift : part << shift - 32)) >>> 0;
      if (byte < 0x80) return [low, high];
    }
    throw new RangeError("Cannot decode message: number of more than ten bytes");
  }

  delimited(): Uint8Array {
    const [low, high] = this.varint();
    return this.take(high === 0 ? low : Infinity);
  }

  take(count: number): Uint8Array {
    const start = this.#position;
    if (start + count > this.#data.length) {
      throw new RangeError("Cannot decode message: truncated field");
    }
    this.#position += count;
    return this.#data.subarray(start, this.#position);
  }

  fixed(count: 4 | 8): number {
    const start = this.#position;
    this.take(count);
    return count === 4 ? this.#view.getFloat32(start, true) : this.#view.getFloat64(start, true);
  }
}

function wireType(kind: ScalarKind | Schema): number {
  if (typeof kind !== "string" || kind === "string" || kind === "bytes") return 2;
  return kind === "float" ? 5 : kind === "double" ? 1 : 0;
}

function isDefault(value: unknown): boolean {
  return value === 0 && !Object.is(value, -0) || value === "" || value === false ||
    value instanceof Uint8Array && value.length === 0;
}

function write(writer: Writer, schema: Schema, value: Loose): void {
  for (const [name, field] of Object.entries(schema)) {
    const held = value[name];
    if (held === undefined || held === null) continue;
    if (field.label === "map") {
      for (const [key, text] of Object.entries(held)) {
        put(writer, { ...field, kind: ENTRY }, { key, value: text });
      }
    } else if (field.label === "repeated") {
      for (const item of held as readonly unknown[]) put(writer, field, item);
    } else if (field.label === "optional" || !isDefault(held)) {
      put(writer, field, held);
    }
  }
}

function put(writer: Writer, field: Field<unknown>, value: unknown): void {
  const { kind } = field;
  writer.varint(field.number * 8 + wireType(kind));
  if (typeof kind !== "string") {
    const inner = new Writer();
    write(inner, kind, value as Loose);
    writer.delimited(inner.bytes());
  } else if (kind === "string") writer.delimited(UTF8.encode(String(value)));
  else if (kind === "bytes") writer.delimited(value as Uint8Array);
  else if (kind === "float") writer.reserve(4).setFloat32(0, Number(value), true);
  else if (kind === "double") writer.reserve(8).setFloat64(0, Number(value), true);
  else writer.varint(Number(value));
}

const INDEXES = new WeakMap<Schema, Map<number, readonly [string, Field<unknown>]>>();

function indexOf(schema: Schema): Map<number, readonly [string, Field<unknown>]> {
  let index = INDEXES.get(schema);
  if (!index) {
    index = new Map(Object.entries(schema).map((entry) => [entry[1].number, entry]));
    INDEXES.set(schema, index);
  }
  return index;
}

function emptyValue({ kind, label }: Field<unknown>): unknown {
  if (label === "repeated") return [];
  if (label === "map") return {};
  if (label === "optional" || typeof kind !== "string") return undefined;
  if (kind === "string") return "";
  if (kind === "bytes") return new Uint8Array(0);
  return kind === "bool" ? false : 0;
}

function read(schema: Schema, reader: Reader): Loose {
  const out: Loose = {};
  for (const [name, field] of Object.entries(schema)) out[name] = emptyValue(field);
  const index = indexOf(schema);
  while (!reader.isAtEnd) {
    const [low, high] = reader.varint();
    const type = low & 7;
    const [name, field] = index.get(Math.floor((high * TWO_32 + low) / 8)) ?? [];
    if (name === undefined || field === undefined || wireType(field.kind) !== type) {
      skip(reader, type);
      continue;
    }
    if (field.label === "map") {
      const entry = read(ENTRY, new Reader(reader.delimited()));
      (out[name] as Loose)[String(entry["key"])] = entry["value"];
    } else if (field.label === "repeated") {
      (out[name] as unknown[]).push(take(reader, field.kind));
    } else {
      out[name] = take(reader, field.kind);
    }
  }
  return out;
}

function take(reader: Reader, kind: ScalarKind | Schema): unknown {
  if (typeof kind !== "string") return read(kind, new Reader(reader.delimited()));
  if (kind === "string") return TEXT.decode(reader.delimited());
  if (kind === "bytes") return reader.delimited();
  if (kind === "float") return reader.fixed(4);
  if (kind === "double") return reader.fixed(8);
  const [low, high] = reader.varint();
  if (kind === "bool") return low !== 0 || high !== 0;
  if (kind === "int32") return low | 0;
  if (kind === "uint32") return low;
  return (kind === "int64" ? high | 0 : high) * TWO_32 + low;
}

function skip(reader: Reader, type: number): void {
  if (type === 0) reader.varint();
  else if (type === 1) reader.take(8);
  else if (type === 2) reader.delimited();
  else if (type === 5) reader.take(4);
  else throw new RangeError(`Cannot decode message: wire type ${type}`);
}

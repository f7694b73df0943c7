/**
 * The four messages of a login by browser, in the protobuf form of npm:modal 0.11.1: the SDK has them
 * and does not give them out. Fields of the answers that are not needed are skipped.
 *
 * @module
 */

import { Buffer } from "node:buffer";

/** How a login begins: what it was asked. */
export interface CreateRequest {
  /** Port on which this machine answers the browser. */
  readonly localhostPort: number;
}

/** How a login begins: the answer. */
export interface CreateResponse {
  readonly tokenFlowId: string;
  readonly webUrl: string;
  readonly code: string;
  readonly waitSecret: string;
}

/** Waiting for the user: what is asked. */
export interface WaitRequest {
  /** How long the answer may take, seconds. */
  readonly timeoutSecs: number;
  readonly tokenFlowId: string;
  readonly waitSecret: string;
}

/** Waiting for the user: the answer. */
export interface WaitResponse {
  readonly tokenId: string;
  readonly tokenSecret: string;
  /** Whether the time was up first. */
  readonly timeout: boolean;
}

/** Bytes of the request that begins a login. */
export function encodeCreate({ localhostPort }: CreateRequest): Buffer {
  return Buffer.from([...textField(3, "fleet-rlm"), ...numberField(4, localhostPort)]);
}

/** The answer to it. */
export function decodeCreate(data: Uint8Array): CreateResponse {
  const { texts } = decodeFields(data);
  const text = (field: number) => texts.get(field) ?? "";
  return { tokenFlowId: text(1), webUrl: text(2), code: text(3), waitSecret: text(4) };
}

/** Bytes of the request that waits. */
export function encodeWait({ timeoutSecs, tokenFlowId, waitSecret }: WaitRequest): Buffer {
  const timeout = Buffer.alloc(5);
  timeout.writeUInt8(1 << 3 | 5);
  timeout.writeFloatLE(timeoutSecs, 1);
  return Buffer.from([...timeout, ...textField(2, tokenFlowId), ...textField(3, waitSecret)]);
}

/** The answer to it. */
export function decodeWait(data: Uint8Array): WaitResponse {
  const { texts, numbers } = decodeFields(data);
  return {
    tokenId: texts.get(1) ?? "",
    tokenSecret: texts.get(2) ?? "",
    timeout: (numbers.get(3) ?? 0) !== 0,
  };
}

function textField(field: number, text: string): readonly number[] {
  const bytes = new TextEncoder().encode(text);
  return [field << 3 | 2, ...varint(bytes.length), ...bytes];
}

function numberField(field: number, value: number): readonly number[] {
  return [field << 3, ...varint(value)];
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...varint(value >>> 7)];
}

/** @throws {RangeError} when the bytes are no message. */
function decodeFields(data: Uint8Array) {
  const texts = new Map<number, string>();
  const numbers = new Map<number, number>();
  let at = 0;
  const readVarint = (): number => {
    for (let value = 0, shift = 0; shift < 35; shift += 7) {
      const byte = data[at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("Cannot read the answer of a login: it is damaged");
  };
  while (at < data.length) {
    const tag = readVarint();
    const [field, type] = [Math.floor(tag / 8), tag & 7];
    if (type === 0) numbers.set(field, readVarint());
    else if (type === 5 || type === 1) at += type === 5 ? 4 : 8;
    else if (type === 2) {
      const length = readVarint();
      if (at + length > data.length) throw new RangeError("Cannot read the answer: it is cut");
      texts.set(field, new TextDecoder().decode(data.subarray(at, at += length)));
    } else throw new RangeError(`Cannot read the answer of a login: wire type ${type}`);
  }
  return { texts, numbers };
}

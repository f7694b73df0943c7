/**
 * How gRPC puts messages and statuses on an HTTP/2 stream.
 *
 * @module
 */

import { Buffer } from "node:buffer";

const HEADER_BYTES = 5;
/** Longest message taken. */
const MAX_MESSAGE_BYTES = 100 * 2 ** 20;

/** A message with its prefix: not compressed, and its length. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + message.length);
  framed.writeUInt8(0, 0);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, HEADER_BYTES);
  return framed;
}

/**
 * The messages of a request's body.
 * @throws {RangeError} for a message that is too long.
 */
export async function* splitFrames(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let have = 0;
  let need = HEADER_BYTES;
  for await (const part of body) {
    parts.push(part);
    have += part.length;
    while (have >= need) {
      const joined = parts.length === 1 ? parts[0]! : Buffer.concat(parts, have);
      parts = [joined];
      const end = HEADER_BYTES +
        new DataView(joined.buffer, joined.byteOffset + 1, 4).getUint32(0);
      if (end > MAX_MESSAGE_BYTES) throw new RangeError(`Cannot take message: ${end} bytes`);
      need = end;
      if (have < end) break;
      yield joined.subarray(HEADER_BYTES, end);
      have -= end;
      parts = have > 0 ? [joined.subarray(end)] : [];
      need = HEADER_BYTES;
    }
  }
}

/** Text of a status as a header: only what must be is percent-encoded. */
export function encodeStatusMessage(text: string): string {
  let encoded = "";
  for (const byte of new TextEncoder().encode(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/**
 * Takes the GOAWAY frames out of what an HTTP/2 client sends. A client that closes a connection sends
 * one; the server of Deno 2.9.6 then aborts the whole process (an assertion of nghttp2) when it still
 * holds closed streams. The end of the connection itself, which follows, it takes well.
 *
 * @module
 */

import { Buffer } from "node:buffer";

/** `PRI * HTTP/2.0 …`, which every client begins with. */
const PREFACE_BYTES = 24;
const HEADER_BYTES = 9;
const GOAWAY = 0x07;

/** A filter for one connection: takes what comes in, gives what goes on. */
export function dropGoaway(): (data: Buffer) => Buffer {
  let header = Buffer.alloc(0);
  /** Bytes that are left of the preface or of a frame's content. */
  let left = PREFACE_BYTES;
  let isDropped = false;
  return (data) => {
    const passed: Buffer[] = [];
    for (let rest = data; rest.length > 0;) {
      if (left > 0) {
        const part = rest.subarray(0, left);
        if (!isDropped) passed.push(part);
        left -= part.length;
        rest = rest.subarray(part.length);
        continue;
      }
      const part = rest.subarray(0, HEADER_BYTES - header.length);
      header = Buffer.concat([header, part]);
      rest = rest.subarray(part.length);
      if (header.length < HEADER_BYTES) break;
      left = header.readUIntBE(0, 3);
      isDropped = header[3] === GOAWAY;
      if (!isDropped) passed.push(header);
      header = Buffer.alloc(0);
    }
    return passed.length === 1 ? passed[0]! : Buffer.concat(passed);
  };
}

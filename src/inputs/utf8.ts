/**
 * The shape of UTF-8 sequences (Unicode Standard, table 3-7), for what a yes-or-no validator does
 * not tell: where the first invalid byte is, how many bytes of a sequence are still to come, how
 * many code points there are.
 *
 * @module
 */

/** Offset of the first byte that is not part of a valid sequence, or -1. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(lead);
    if (length === 0) return at;
    for (let index = 1; index < length; index++) {
      const next = bytes[at + index];
      const [least, most] = index === 1 ? secondByteRange(lead) : [0x80, 0xbf];
      if (next === undefined || next < least || next > most) return at;
    }
    at += length;
  }
  return -1;
}

/** Number of bytes at the end (0 to 3) that begin a sequence which needs more bytes. */
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

/** Number of code points in valid UTF-8: the bytes that continue no sequence. */
export function countCodePoints(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count++;
  }
  return count;
}

/** Length of the sequence that a byte leads; 0 when none begins with it. */
export function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

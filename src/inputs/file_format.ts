/**
 * What a file is, by its first bytes and never by its name.
 *
 * @module
 */

/** What is told apart; `plain` is everything else, text or not. */
export type FileFormat = "plain" | "gzip" | "pdf" | "zip" | "ole";

/** How many bytes {@linkcode formatOf} looks at. */
export const FORMAT_BYTES: number = 1024;

/** The format of a file that begins with these bytes. */
export function formatOf(head: Uint8Array): FileFormat {
  const begins = (...bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x1f, 0x8b, 0x08)) return "gzip";
  if (begins(0x50, 0x4b, 0x03, 0x04)) return "zip";
  if (begins(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return "ole";
  // A PDF may have a few bytes before its mark, but then it is no text that only speaks of one.
  const mark = new TextDecoder("latin1").decode(head.subarray(0, FORMAT_BYTES)).indexOf("%PDF-");
  return mark === 0 || (mark > 0 && head.subarray(0, mark).some(isNoText)) ? "pdf" : "plain";
}

function isNoText(byte: number): boolean {
  return byte < 0x09 || byte >= 0x80;
}

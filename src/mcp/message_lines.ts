/**
 * The lines of a byte stream as texts, each of bounded length: what is longer is passed over and told
 * of, so that one message cannot fill the memory. Knows nothing of what the lines say.
 *
 * @module
 */

/** A line, or that one was too long to be kept. */
export type MessageLine =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "too-long"; readonly bytes: number };

const LINE_FEED = 0x0a;

/** Reads lines until the stream ends; what follows the last line feed is no line. */
export async function* messageLines(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<MessageLine, void, void> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const block of stream) {
    let start = 0;
    for (;;) {
      const at = block.indexOf(LINE_FEED, start);
      const piece = block.subarray(start, at < 0 ? block.length : at);
      bytes += piece.length;
      if (bytes > maxBytes) parts = [];
      else if (piece.length > 0) parts.push(piece);
      if (at < 0) break;
      yield bytes > maxBytes ? { kind: "too-long", bytes } : { kind: "line", text: decode(parts) };
      parts = [];
      bytes = 0;
      start = at + 1;
    }
  }
}

function decode(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
}

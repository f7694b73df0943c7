/**
 * The lines of a file one after another, and of a text in the same shape. Knows no format.
 *
 * @module
 */

/** One line. */
export interface FileLine {
  /** Its text, without the line feed. */
  readonly text: string;
  /** Whether a line feed ended it; only the last line can be without. */
  readonly ended: boolean;
}

/** Bytes read at a time. */
const BLOCK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/** Something that is read block by block, such as an open file. */
export interface ByteSource {
  /** Fills the buffer; the number of bytes read, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
}

/**
 * Reads lines as they are asked for; holds one block and the line that it cuts. Bytes that are no
 * UTF-8 become U+FFFD. Nothing comes after the last line feed when there is nothing there.
 */
export async function* readLines(source: ByteSource): AsyncGenerator<FileLine, void, void> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const block = new Uint8Array(BLOCK_BYTES);
  /** Parts of the line under way, from earlier blocks. */
  let parts: Uint8Array[] = [];
  const finish = (last: Uint8Array): string => {
    const whole = parts.length === 0 ? last : join([...parts, last]);
    parts = [];
    return decoder.decode(whole);
  };
  for (;;) {
    const count = await source.read(block);
    if (count === null) break;
    const filled = block.subarray(0, count);
    let start = 0;
    for (;;) {
      const at = filled.indexOf(LINE_FEED, start);
      if (at < 0) break;
      yield { text: finish(filled.subarray(start, at)), ended: true };
      start = at + 1;
    }
    if (start < count) parts.push(filled.slice(start));
  }
  if (parts.length > 0) yield { text: finish(new Uint8Array(0)), ended: false };
}

/** The lines of a text. */
export function* splitText(text: string): Generator<FileLine, void, void> {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  for (const line of lines) yield { text: line, ended: true };
  if (last !== "") yield { text: last, ended: false };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * How a request differs from the one before it: what providers cache is the part that both begin with,
 * byte for byte. Pure.
 *
 * @module
 */

/** A request as far as a prompt cache sees it. */
export interface SentRequest {
  /** The conversation. */
  readonly messages: readonly unknown[];
  /** Everything else. */
  readonly [field: string]: unknown;
}

/** What became of a request's bytes in the next one. */
export interface SentBytes {
  /** UTF-8 bytes of the former messages, from the first byte on that is not the same; other fields too. */
  readonly changed: number;
  /** UTF-8 bytes that follow the former messages. */
  readonly added: number;
  /** UTF-8 bytes of all messages. */
  readonly total: number;
}

const encoder = new TextEncoder();

/** Compares a request with the one before it, as the JSON that was sent. */
export function compareSent(former: SentRequest, next: SentRequest): SentBytes {
  const before = write(former);
  const after = write(next);
  const shared = countShared(before.messages, after.messages);
  const changed = before.messages.length - shared +
    Math.max(before.others.length, after.others.length) - countShared(before.others, after.others);
  return { changed, added: after.messages.length - shared, total: after.messages.length };
}

function write({ messages, ...others }: SentRequest): Record<"messages" | "others", Uint8Array> {
  // The closing bracket is not part of what the next request repeats.
  const list = JSON.stringify(messages).slice(0, -1);
  const rest = Object.keys(others).length === 0 ? "" : JSON.stringify(others);
  return { messages: encoder.encode(list), others: encoder.encode(rest) };
}

/** Bytes that both begin with. */
function countShared(one: Uint8Array, other: Uint8Array): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

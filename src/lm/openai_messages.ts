/**
 * A conversation in the form in which one endpoint takes it. Pure.
 *
 * @module
 */

import type { Message } from "../core/lm.ts";

/** How messages are written. */
export interface MessageStyle {
  /** Whether the endpoint takes system messages. */
  readonly hasSystemRole: boolean;
  /** Whether the end of the prefix that the next request repeats is marked for the prompt cache. */
  readonly marksCache: boolean;
}

/** A message on the wire. */
export interface WireMessage {
  /** Who speaks. */
  readonly role: Message["role"];
  /** A text, or parts when one carries a mark. */
  readonly content: string | readonly WirePart[];
}

/** A text with the mark that the prompt is to be cached up to its end. */
export interface WirePart {
  /** Kind of part. */
  readonly type: "text";
  /** The text. */
  readonly text: string;
  /** The mark. */
  readonly cache_control: { readonly type: "ephemeral" };
}

/**
 * Writes the messages. Marks go to the system message, which all turns share, and to the last message,
 * which the next turn repeats; providers take four at most.
 */
export function writeMessages(
  messages: readonly Message[],
  style: MessageStyle,
): readonly WireMessage[] {
  const told = style.hasSystemRole ? messages : mergeSystem(messages);
  return told.map(({ role, content }, at) => {
    const isMarked = style.marksCache && (role === "system" || at === told.length - 1);
    return { role, content: isMarked ? [mark(content)] : content };
  });
}

function mark(text: string): WirePart {
  return { type: "text", text, cache_control: { type: "ephemeral" } };
}

/** Says to the user's side what the system message says, before the first user message. */
function mergeSystem(messages: readonly Message[]): readonly Message[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const others = messages.filter(({ role }) => role !== "system");
  if (system.length === 0) return messages;
  const [first, ...rest] = others;
  if (first?.role !== "user") return [{ role: "user", content: system.join("\n\n") }, ...others];
  return [{ role: "user", content: [...system, first.content].join("\n\n") }, ...rest];
}

/**
 * A guess at the tokens of a call whose provider could not report them, since it was ended early.
 * Always marked as such. Pure.
 *
 * @module
 */

import type { Message, Usage } from "../core/lm.ts";

/** Characters of English prose in a token. */
const CHARS_PER_TOKEN = 4;

/** Estimates the tokens of one call. */
export function estimateUsage(messages: readonly Message[], reply: string): Usage {
  const chars = messages.reduce((sum, { content }) => sum + content.length, 0);
  return {
    inputTokens: Math.ceil(chars / CHARS_PER_TOKEN),
    outputTokens: Math.ceil(reply.length / CHARS_PER_TOKEN),
    cachedTokens: 0,
    estimatedCalls: 1,
  };
}

/**
 * Whether a record lost something to redaction that its run cannot do without: the code of a reply.
 *
 * "[REDACTED]" in a reply alone proves nothing, since a document may hold it. But every request has
 * the hash of what was really said: where the recorded words do not give it, they were changed.
 *
 * @module
 */

import type { Message } from "../core/lm.ts";
import { hashRequest } from "../rlm/request_hash.ts";
import { isRedacted } from "./match_redacted.ts";
import type { RecordedStep } from "./run_record.ts";

/**
 * Number of the first step whose reply had a secret taken out of it, as far as can be told: by the
 * hash of the next request, or without one by what stands in its place.
 */
export function findRedactedReply(steps: readonly RecordedStep[]): number | undefined {
  const messages: Message[] = [];
  let suspect: number | undefined;
  for (const [index, { reply }] of steps.entries()) {
    if (reply === undefined) break;
    messages.push(...reply.messages);
    if (hashRequest(messages) === reply.requestHash) suspect = undefined;
    const text = reply.completion?.text ?? "";
    messages.push({ role: "assistant", content: text === "" ? "(empty reply)" : text });
    if (isRedacted(text)) suspect ??= index + 1;
  }
  return suspect;
}

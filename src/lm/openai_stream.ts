/**
 * A streamed chat completion, read to its end or to where it is complete already.
 *
 * Puts the pieces together as the body that the same reply would have had unstreamed, so that one
 * reader serves both. Leaving early ends the request.
 *
 * @module
 */

import type { ReplyWatch } from "../core/lm.ts";
import { RetryableError } from "./retryable_error.ts";
import { readSse } from "./sse.ts";

/** A reply that was streamed. */
export interface StreamedReply {
  /** What an unstreamed reply would have been. */
  readonly body: StreamedBody;
  /** Whether the stream was left before its end. */
  readonly isEndedEarly: boolean;
}

/** A chat completion made of its pieces, or what the server sent in its place. */
export interface StreamedBody {
  /** The reply. */
  readonly choices?: readonly unknown[];
  /** Tokens, when they were reported. */
  readonly usage?: unknown;
  /** A failure that came instead. */
  readonly error?: unknown;
}

/** Options of {@linkcode readOpenAiStream}. */
export interface StreamOptions {
  /** The model as the user names it, for errors. */
  readonly id: string;
  /** Says when the reply is complete. */
  readonly watchReply: ReplyWatch;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the stream.
 *
 * @throws {RetryableError} `model-reply-invalid` when it ends before the reply does or holds what is
 * no JSON; otherwise what reading it throws.
 */
export async function readOpenAiStream(
  stream: ReadableStream<Uint8Array>,
  options: StreamOptions,
): Promise<StreamedReply> {
  let text = "";
  let refusal = "";
  let finishReason: unknown;
  let usage: unknown;
  let isDone = false;
  const bodyOf = (content: string): StreamedBody => ({
    choices: [{ message: { content, refusal }, finish_reason: finishReason }],
    usage,
  });

  for await (const data of readSse(stream)) {
    isDone = data === "[DONE]";
    if (isDone) break;
    const chunk = parseChunk(data, options.id);
    if (isFields(chunk.error)) return { body: { error: chunk.error }, isEndedEarly: false };
    // The last chunk often holds nothing else, and some servers repeat it in every one.
    if (isFields(chunk.usage)) usage = chunk.usage;
    const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (!isFields(choice)) continue;
    if (choice.finish_reason != null) finishReason = choice.finish_reason;
    const delta = isFields(choice.delta) ? choice.delta : {};
    if (typeof delta.refusal === "string") refusal += delta.refusal;
    const added = textOf(delta.content);
    if (added === "") continue;
    text += added;
    const kept = finishReason === undefined ? options.watchReply(text) : undefined;
    if (kept === undefined) continue;
    finishReason = "stop";
    return { body: bodyOf(kept), isEndedEarly: true };
  }
  if (!isDone && finishReason === undefined) {
    throw new RetryableError(
      "model-reply-invalid",
      `Cannot read reply of '${options.id}': the stream ended before the reply did`,
    );
  }
  return { body: bodyOf(text), isEndedEarly: false };
}

function parseChunk(data: string, id: string): Fields {
  try {
    const chunk: unknown = JSON.parse(data);
    return isFields(chunk) ? chunk : {};
  } catch (cause) {
    throw new RetryableError("model-reply-invalid", `Cannot read reply of '${id}': not JSON`, {
      cause,
    });
  }
}

/** Text of a delta: a string, or the text parts of a list. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => isFields(part) && typeof part.text === "string" ? part.text : "")
    .join("");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * From the body of a chat completion to a {@linkcode Completion}. Trusts nothing: many servers speak
 * this dialect, each with an accent. Pure.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import type { Completion, Usage } from "../core/lm.ts";
import { RetryableError } from "./retryable_error.ts";

type Fields = Readonly<Record<string, unknown>>;

const FINISH_REASONS: Readonly<Record<string, Completion["finishReason"]>> = {
  stop: "stop",
  eos: "stop",
  end_turn: "stop",
  length: "length",
  max_tokens: "length",
  content_filter: "filter",
};

/**
 * Reads a reply.
 *
 * @param body The parsed body, or its text when the server did not call it JSON.
 * @param id The model as the user names it, for errors.
 * @param options Whether `usage.cost` is what the call cost in US dollars, and whether the reply was
 * bound by what a limit of the run leaves.
 * @throws {FleetError} `model-reply-invalid`: a {@linkcode RetryableError} when the same request may
 * fare better, such as for an empty reply; a plain one for a body of another shape and for a reply
 * that came out empty because it was cut or filtered. Both carry the tokens that the body tells of.
 */
export function readOpenAiReply(
  body: unknown,
  id: string,
  options: { readonly readsCost?: boolean; readonly isBound?: boolean } = {},
): Completion {
  const choices = isFields(body) ? body.choices : undefined;
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  const message = isFields(choice) ? choice.message : undefined;
  const usage = readUsage(isFields(body) ? body.usage : undefined, options.readsCost);
  const isTold = usage.inputTokens + usage.outputTokens > 0;
  const told = isTold ? { usage } : {};
  if (!isFields(body) || !isFields(choice) || !isFields(message)) {
    throw new FleetError("model-reply-invalid", `Cannot read reply of '${id}': no choices in it`, {
      hint: "Check that the API base is an OpenAI-compatible one; most end in /v1",
      ...told,
    });
  }
  const content = readContent(message.content);
  const refusal = typeof message.refusal === "string" ? message.refusal : "";
  const text = content.trim() === "" ? refusal : content;
  const finishReason = text !== content
    ? "filter"
    : FINISH_REASONS[String(choice.finish_reason)] ?? "other";
  if (text.trim() === "") throw emptyReply(id, { finishReason, isBound: options.isBound, told });
  return { text, usage, finishReason };
}

/** Text of a message: a string, or the text parts of a list. */
function readContent(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => isFields(part) && typeof part.text === "string" ? part.text : "")
    .join("");
}

function readUsage(usage: unknown, readsCost = false): Usage {
  const fields = isFields(usage) ? usage : {};
  const details = isFields(fields.prompt_tokens_details) ? fields.prompt_tokens_details : {};
  const cost = readsCost ? fields.cost : undefined;
  const isCost = typeof cost === "number" && Number.isFinite(cost) && cost >= 0;
  return {
    inputTokens: readCount(fields.prompt_tokens),
    outputTokens: readCount(fields.completion_tokens),
    // DeepSeek's own name, when it does not give OpenAI's.
    cachedTokens: readCount(details.cached_tokens ?? fields.prompt_cache_hit_tokens),
    ...(isCost ? { costUsd: cost } : {}),
  };
}

function readCount(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}

function emptyReply(
  id: string,
  { finishReason, isBound = false, told }: {
    readonly finishReason: Completion["finishReason"];
    readonly isBound?: boolean | undefined;
    readonly told: { readonly usage?: Usage };
  },
): FleetError {
  const message = `Cannot use reply of '${id}': empty text`;
  if (finishReason === "length") {
    return new FleetError("model-reply-invalid", `${message}, cut at the token limit`, {
      hint: isBound
        ? "Raise the limit on output tokens or cost; reasoning counts towards it"
        : "Raise DSPY_LM_MAX_TOKENS; reasoning counts towards it",
      ...told,
    });
  }
  if (finishReason === "filter") {
    return new FleetError(
      "model-reply-invalid",
      `${message}, held back by the provider's filter`,
      told,
    );
  }
  return new RetryableError("model-reply-invalid", message, told);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

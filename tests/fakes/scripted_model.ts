/**
 * A language model that replies from a list and keeps every request, for tests of the engine. (The
 * user's `scripted:FILE` model is src/lm/scripted.ts.)
 *
 * @module
 */

import { throwIfAborted } from "../../src/core/errors.ts";
import type {
  Completion,
  GenerateOptions,
  LanguageModel,
  Message,
  Usage,
} from "../../src/core/lm.ts";

/** One reply: text, a whole completion, an exception, or a function of the request. */
export type ScriptedReply =
  | string
  | Error
  | Completion
  | ((
    messages: readonly Message[],
    options: GenerateOptions,
  ) => ScriptedReply | Promise<ScriptedReply>);

/** What every reply takes unless it says otherwise. */
export const REPLY_USAGE: Usage = { inputTokens: 100, outputTokens: 10, cachedTokens: 50 };

/** A model with a script. */
export class ScriptedModel implements LanguageModel {
  readonly id: string = "scripted/test";
  /** The messages of every request, in order. */
  readonly requests: (readonly Message[])[] = [];
  /** The options of every request, in order. */
  readonly options: GenerateOptions[] = [];
  readonly #replies: ScriptedReply[];

  constructor(replies: readonly ScriptedReply[]) {
    this.#replies = [...replies];
  }

  async generate(
    messages: readonly Message[],
    options: GenerateOptions = {},
  ): Promise<Completion> {
    throwIfAborted(options.signal);
    this.requests.push(messages);
    this.options.push(options);
    const next = this.#replies.shift();
    let reply: ScriptedReply = next ?? new Error("The scripted model has no reply left");
    while (typeof reply === "function") reply = await reply(messages, options);
    if (reply instanceof Error) throw reply;
    return typeof reply === "string" ? completion(reply) : reply;
  }
}

/** A model that answers every request by the same function. */
export function answering(
  answer: (prompt: string, options: GenerateOptions) => ScriptedReply | Promise<ScriptedReply>,
): ScriptedModel {
  const reply: ScriptedReply = (messages, options) => answer(messages.at(-1)!.content, options);
  return new ScriptedModel(Array.from({ length: 1_000 }, () => reply));
}

/** A complete reply with this text. */
export function completion(
  text: string,
  finishReason: Completion["finishReason"] = "stop",
): Completion {
  return { text, usage: REPLY_USAGE, finishReason };
}

/** Prose and one Python block, as a planner writes it. */
export function planned(code: string, reasoning = "Let me see."): string {
  return `${reasoning}\n\n\`\`\`python\n${code}\n\`\`\``;
}

/**
 * A language model behind an OpenAI-compatible interface.
 *
 * One call is one HTTP request, and one more for every field that the server refuses
 * (`openai_dialect.ts`). Retry, deadline, cost and cache are wrappers. A reply is streamed when the
 * caller can tell that it is complete before its end; servers that do not stream are asked plainly.
 *
 * @module
 */

import { FleetError, throwIfAborted } from "../core/errors.ts";
import type { Completion, GenerateOptions, LanguageModel, Message } from "../core/lm.ts";
import type { Endpoint } from "./endpoint.ts";
import { estimateUsage } from "./estimate_usage.ts";
import { loadOpenAiClient, type OpenAiClient } from "./openai_client.ts";
import { type Dialect, firstDialect, learn } from "./openai_dialect.ts";
import { errorOfBody, errorOfConnection, errorOfStatus } from "./openai_error.ts";
import { writeMessages } from "./openai_messages.ts";
import { readRefusal, readReportedError, Refused } from "./openai_refusal.ts";
import { readOpenAiReply } from "./openai_reply.ts";
import { readOpenAiStream } from "./openai_stream.ts";

/** Options of {@linkcode createOpenAiModel}. */
export interface OpenAiModelOptions {
  /** Most tokens of a reply; not sent when left out, unless the call has a bound of its own. */
  readonly maxTokens?: number;
  /**
   * Whether replies that may end early are streamed.
   * @default {true}
   */
  readonly streams?: boolean;
}

/** A call as it is made. */
interface Call {
  readonly messages: readonly Message[];
  readonly options: GenerateOptions;
  readonly dialect: Dialect;
}

/** Creates the model; does no I/O before the first call. */
export function createOpenAiModel(
  endpoint: Endpoint,
  options: OpenAiModelOptions = {},
): LanguageModel {
  let loaded: Promise<OpenAiClient> | undefined;
  let dialect = firstDialect(endpoint);
  if (options.streams === false) dialect = { ...dialect, streams: false };

  async function load(): Promise<OpenAiClient> {
    loaded ??= loadOpenAiClient(endpoint);
    try {
      return await loaded;
    } catch (error) {
      loaded = undefined;
      throw error;
    }
  }

  async function generate(
    messages: readonly Message[],
    call: GenerateOptions = {},
  ): Promise<Completion> {
    throwIfAborted(call.signal);
    const openai = await load();
    while (true) {
      const used = dialect;
      try {
        return await ask(openai, { messages, options: call, dialect: used });
      } catch (error) {
        throwIfAborted(call.signal);
        const refusal = error instanceof Refused ? error.refusal : readRefusal(error, openai);
        if (refusal === undefined) throw translate(error, endpoint);
        const isStreamed = call.watchReply !== undefined && used.streams;
        const learnt = learn(refusal, { dialect: used, isStreamed });
        if (learnt === undefined) throw errorOfStatus(refusal, endpoint);
        // Calls side by side may have learnt something else meanwhile.
        if (dialect === used) dialect = learnt;
      }
    }
  }

  async function ask(openai: OpenAiClient, call: Call): Promise<Completion> {
    const { watchReply, signal, brief } = call.options;
    const maxTokens = boundOf(call);
    const request = {
      model: endpoint.model,
      messages: writeMessages(call.messages, {
        hasSystemRole: call.dialect.hasSystemRole,
        marksCache: call.dialect.hasCacheMarks && brief !== undefined,
      }) as Message[],
      ...(maxTokens === undefined ? {} : { [call.dialect.maxTokensField]: maxTokens }),
    };
    const how = signal === undefined ? {} : { signal };
    const completions = openai.client.chat.completions;
    if (watchReply === undefined || !call.dialect.streams) {
      return read(await completions.create(request, how), call);
    }
    const response = await completions.create({
      ...request,
      stream: true,
      ...(call.dialect.asksStreamUsage ? { stream_options: { include_usage: true } } : {}),
    }, how).asResponse();
    const isStream = response.headers.get("content-type")?.includes("text/event-stream");
    // A server that does not know how to stream answers as if it had not been asked to.
    if (!isStream || response.body === null) return read(await response.json(), call);
    const { body, isEndedEarly } = await readOpenAiStream(response.body, {
      id: endpoint.id,
      watchReply,
    });
    return read(body, call, isEndedEarly);
  }

  /** Most tokens of the reply: the model's own bound or the call's, whichever is less. */
  function boundOf({ options: { maxOutputTokens } }: Call): number | undefined {
    const most = Math.min(options.maxTokens ?? Infinity, maxOutputTokens ?? Infinity);
    return Number.isFinite(most) ? most : undefined;
  }

  function read(body: unknown, call: Call, isEndedEarly = false): Completion {
    const reported = readReportedError(body);
    if (reported !== undefined) throw new Refused(reported);
    const completion = readOpenAiReply(body, endpoint.id, {
      readsCost: endpoint.reportsCost,
      isBound: boundOf(call) !== options.maxTokens,
    });
    const { inputTokens, outputTokens } = completion.usage;
    if (!isEndedEarly || inputTokens + outputTokens > 0) return completion;
    return { ...completion, usage: estimateUsage(call.messages, completion.text) };
  }

  return { id: endpoint.id, maxOutputTokens: options.maxTokens ?? Infinity, generate };
}

function translate(error: unknown, endpoint: Endpoint): unknown {
  if (error instanceof FleetError) return error;
  if (error instanceof SyntaxError) return errorOfBody(error, endpoint);
  return errorOfConnection(error, endpoint);
}

/**
 * An OpenAI-compatible model server on loopback, over real HTTP, for tests.
 *
 * Answers `POST /v1/chat/completions` and `GET /v1/models`, records every request in order, and can
 * misbehave on demand: error statuses, headers, delays, silence, cut and malformed bodies. Streams when
 * it is asked to (`openai_sse.ts`). It judges nothing about prompts; a test gives the replies.
 *
 * @module
 */

import { streamBody, type StreamPlan, type WireCompletion } from "./openai_sse.ts";

/** A request body as the chat completions endpoint takes it; only what tests look at is typed. */
export interface ChatRequestBody {
  /** The model asked for. */
  readonly model: string;
  /** The conversation. */
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** Whether the reply is to be streamed. */
  readonly stream?: boolean;
  /** What a stream is to report. */
  readonly stream_options?: { readonly include_usage?: boolean };
  /** Everything else that was sent. */
  readonly [key: string]: unknown;
}

/** A chat request as it arrived. */
export interface RecordedRequest {
  /** Path of the URL, such as `/v1/chat/completions`. */
  readonly path: string;
  /** Query of the URL with its question mark; empty without one. */
  readonly query: string;
  /** Headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body. */
  readonly body: ChatRequestBody;
}

/** Tokens as the provider names them. */
export interface WireUsage {
  /** Tokens of the prompt, cached ones included. */
  readonly prompt_tokens: number;
  /** Tokens of the reply. */
  readonly completion_tokens: number;
  /** Tokens of the prompt that came from the cache. */
  readonly prompt_tokens_details?: { readonly cached_tokens: number };
}

/** What the server does with one request; a plain string is `{text}`. */
export interface ServerReply {
  /** Text of the assistant's message. */
  readonly text?: string;
  /** Why the reply ended; `stop` when left out. */
  readonly finishReason?: string | null;
  /** Tokens to report; made from lengths when left out, `null` reports none. */
  readonly usage?: WireUsage | null;
  /** HTTP status; 200 when left out. */
  readonly status?: number;
  /** Body in place of the completion: an object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** Headers to add. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before answering. */
  readonly delayMs?: number;
  /** Never ends its body; until the client goes or {@linkcode OpenAiServer.close} is called. */
  readonly hang?: boolean;
  /** Answers 200 with a JSON content type and half a JSON object. */
  readonly malformed?: boolean;
  /** Answers 200 and drops the connection in the middle of the body. */
  readonly cut?: boolean;
  /** How it is streamed when the client asks for that. */
  readonly streamed?: StreamPlan;
}

/** Options of {@linkcode startOpenAiServer}. */
export interface OpenAiServerOptions {
  /**
   * The reply to each chat request, by its number from 0, or a list of replies in order; a request
   * past the end of the list is answered with status 500.
   */
  readonly reply:
    | readonly (string | ServerReply)[]
    | ((
      request: RecordedRequest,
      index: number,
    ) => string | ServerReply | Promise<string | ServerReply>);
  /** Bearer key that every request must carry; others are answered with status 401. */
  readonly requiredKey?: string;
}

/** A running server. */
export interface OpenAiServer extends AsyncDisposable {
  /** Base URL for clients, ends in `/v1`. */
  readonly url: string;
  /** Chat requests in order of arrival, refused ones included. */
  readonly requests: readonly RecordedRequest[];
  /** Most chat requests that were under way at once. */
  readonly inFlightMax: number;
  /** Hanging and streaming requests whose client has gone before their end. */
  readonly abandoned: number;
  /** Ends every request under way and stops the server; idempotent. */
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. */
export function startOpenAiServer(options: OpenAiServerOptions): OpenAiServer {
  const requests: RecordedRequest[] = [];
  const closing = new AbortController();
  let inFlight = 0;
  let inFlightMax = 0;
  let abandoned = 0;

  async function answerChat(request: Request, { pathname: path, search }: URL): Promise<Response> {
    const body = await request.json() as ChatRequestBody;
    const headers = Object.fromEntries(request.headers);
    const recorded = { path, query: search, headers, body };
    const index = requests.push(recorded) - 1;
    const key = options.requiredKey;
    if (key !== undefined && request.headers.get("authorization") !== `Bearer ${key}`) {
      return wireError(401, "Incorrect API key provided");
    }
    const given = typeof options.reply === "function"
      ? await options.reply(recorded, index)
      : options.reply[index] ?? { status: 500, body: `No reply number ${index}` };
    const reply = typeof given === "string" ? { text: given } : given;
    if (reply.delayMs !== undefined) await pause(reply.delayMs, closing.signal);
    if (!reply.hang && !isStreamed(reply, body)) return respond(reply, recorded);
    inFlight++;
    const onEnd = (isAbandoned: boolean): void => {
      inFlight--;
      if (isAbandoned) abandoned++;
    };
    // A silent body, not a silent handler: only a body learns without noise that its reader has gone.
    if (reply.hang) return new Response(silentBody(closing.signal, onEnd));
    const stream = streamBody(completion(reply, recorded), {
      plan: reply.streamed ?? {},
      wantsUsage: body.stream_options?.include_usage === true,
      closing: closing.signal,
      onEnd,
    });
    return new Response(stream, { headers: { ...reply.headers, "content-type": EVENT_STREAM } });
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname;
    if (request.method === "POST" && path.endsWith("/chat/completions")) {
      inFlightMax = Math.max(inFlightMax, ++inFlight);
      try {
        return await answerChat(request, url);
      } finally {
        inFlight--;
      }
    }
    await request.body?.cancel();
    if (path.endsWith("/models")) {
      return Response.json({ object: "list", data: [{ id: "fake", object: "model" }] });
    }
    return wireError(404, `No such path: ${path}`);
  }

  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
    onError: (error) => wireError(500, String(error)),
  }, handle);

  let closed: Promise<void> | undefined;
  function close(): Promise<void> {
    closing.abort();
    closed ??= server.shutdown();
    return closed;
  }

  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    get inFlightMax(): number {
      return inFlightMax;
    },
    get abandoned(): number {
      return abandoned;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const EVENT_STREAM = "text/event-stream";

/** Whether the reply is a completion, and the client wants it in pieces. */
function isStreamed(reply: ServerReply, { stream }: ChatRequestBody): boolean {
  const { status = 200, malformed, cut, body, streamed } = reply;
  const isCompletion = status === 200 && !malformed && !cut && body === undefined;
  return stream === true && isCompletion && !streamed?.ignoresStream;
}

function respond(reply: ServerReply, request: RecordedRequest): Response {
  const status = reply.status ?? 200;
  const headers = new Headers(reply.headers);
  if (reply.malformed) {
    headers.set("content-type", "application/json");
    return new Response('{"id": "chatcmpl-1", "choices": [{"message"', { status, headers });
  }
  if (reply.cut) {
    headers.set("content-type", "application/json");
    return new Response(brokenBody(), { status, headers });
  }
  if (typeof reply.body === "string") return new Response(reply.body, { status, headers });
  if (reply.body !== undefined) return Response.json(reply.body, { status, headers });
  if (status !== 200) return wireError(status, `Fake error ${status}`, headers);
  return Response.json(completion(reply, request), { headers });
}

function completion(reply: ServerReply, request: RecordedRequest): WireCompletion {
  const text = reply.text ?? reply.streamed?.pieces?.join("") ?? "";
  const chars = (content: unknown): number =>
    typeof content === "string" ? content.length : JSON.stringify(content).length;
  const promptChars = request.body.messages.reduce((sum, each) => sum + chars(each.content), 0);
  const usage = reply.usage === undefined
    ? { prompt_tokens: Math.ceil(promptChars / 4), completion_tokens: Math.ceil(text.length / 4) }
    : reply.usage;
  return {
    id: "chatcmpl-fake",
    object: "chat.completion",
    created: 0,
    model: request.body.model,
    choices: [{
      index: 0,
      message: { role: "assistant", content: text },
      finish_reason: reply.finishReason === undefined ? "stop" : reply.finishReason,
    }],
    ...(usage === null ? {} : { usage }),
  };
}

function wireError(status: number, message: string, headers?: Headers): Response {
  return Response.json({ error: { message, type: "fake_error" } }, {
    status,
    ...(headers === undefined ? {} : { headers }),
  });
}

function brokenBody(): ReadableStream<Uint8Array> {
  let pulls = 0;
  return new ReadableStream({
    pull(controller): void {
      if (pulls++ === 0) controller.enqueue(new TextEncoder().encode('{"choices": ['));
      else controller.error(new Error("cut"));
    },
  });
}

function silentBody(
  closing: AbortSignal,
  onEnd: (isAbandoned: boolean) => void,
): ReadableStream<Uint8Array> {
  let close: () => void;
  return new ReadableStream({
    start(controller): void {
      close = () => {
        controller.close();
        onEnd(false);
      };
      if (closing.aborted) close();
      else closing.addEventListener("abort", close, { once: true });
    },
    cancel(): void {
      closing.removeEventListener("abort", close);
      onEnd(true);
    },
  });
}

/** Waits; ends early without complaint when aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}

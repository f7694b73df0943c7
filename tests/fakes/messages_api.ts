/**
 * A server that speaks as much of Anthropic's Messages API as Claude Code needs, on loopback. It records
 * every request; a script says what is answered.
 */

/** A block of an answer: words, or a call of a tool. */
export type AnswerBlock =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_use"; readonly name: string; readonly input: unknown };

/** The part of a request that is read here. */
export interface MessagesRequest {
  /** The model that is asked. */
  readonly model: string;
  /** The system prompt, as text or blocks. */
  readonly system?: unknown;
  /** The tools that may be called. */
  readonly tools?: readonly { readonly name: string }[];
  /** The conversation. */
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  /** Whether events are wanted. */
  readonly stream?: boolean;
}

/** Says what is answered to a request. */
export type AnswerScript = (request: MessagesRequest) => AnswerBlock;

/** A running server. */
export interface MessagesApi extends AsyncDisposable {
  /** Its base URL. */
  readonly url: string;
  /** The requests so far. */
  readonly requests: readonly MessagesRequest[];
}

/** Starts one on any free port. */
export function startMessagesApi(script: AnswerScript): MessagesApi {
  const requests: MessagesRequest[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (given) => {
      if (given.method !== "POST") return Response.json({ data: [] });
      const body = await given.json() as MessagesRequest;
      if (given.url.includes("count_tokens")) return Response.json({ input_tokens: 10 });
      requests.push(body);
      return answer(body, script(body), requests.length);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function answer(request: MessagesRequest, block: AnswerBlock, count: number): Response {
  const isCall = block.type === "tool_use";
  const stopReason = isCall ? "tool_use" : "end_turn";
  const content = isCall ? { ...block, id: `toolu_${count}` } : block;
  const message = {
    id: `msg_${count}`,
    type: "message",
    role: "assistant",
    model: request.model,
    content: [content],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: { input_tokens: 5, output_tokens: 2 },
  };
  if (!request.stream) return Response.json(message);
  const start = isCall ? { ...content, input: {} } : { ...content, text: "" };
  const delta = isCall
    ? { type: "input_json_delta", partial_json: JSON.stringify(block.input) }
    : { type: "text_delta", text: block.text };
  const events = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: start },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: { output_tokens: 2 },
    },
    { type: "message_stop" },
  ];
  const text = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return new Response(text.join(""), { headers: { "content-type": "text/event-stream" } });
}

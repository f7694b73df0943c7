/**
 * An MCP server over two streams: the SDK's server, our tools, and their end. What a tool throws comes
 * back as its answer; every answer is redacted here, whichever tool gives it.
 *
 * @module
 */

import type {
  CallToolRequest,
  CallToolResult,
  ServerNotification,
} from "@modelcontextprotocol/sdk/types";
import { FleetError, InterruptedError, messageOf, rootOf } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { VERSION } from "../core/version.gen.ts";
import { loadZod, type Zod } from "../replay/schema/zod.ts";
import { formatDuration } from "../text/format_number.ts";
import { type Redactor, redactValue } from "../text/redact.ts";
import { LineTransport } from "./line_transport.ts";
import { ProgressNotes } from "./progress_notes.ts";
import { loadSdk } from "./sdk.ts";
import type { McpTool, ToolAnswer, ToolCall } from "./tool.ts";
import { failureAnswer } from "./tool_failure.ts";

/** What a server is made of. */
export interface McpServerOptions {
  /** What clients can call. */
  readonly tools: readonly McpTool[];
  /** What clients tell their models of the server as a whole. */
  readonly instructions: string;
  /** Where the messages of the client come from. */
  readonly input: ReadableStream<Uint8Array>;
  /** Where messages to the client go. */
  readonly output: WritableStream<Uint8Array>;
  /** Takes secrets out of everything that is sent. */
  readonly redact: Redactor;
  /** Told what went wrong besides what clients are told, in a sentence without a final period. */
  onWarn(message: string): void;
  /** Told of every call that is over, in one line. */
  onCall?(line: string): void;
  /** Ends the server when aborted. */
  readonly signal: AbortSignal;
}

/** What the SDK knows of a request. */
interface RequestExtra {
  readonly signal: AbortSignal;
  readonly _meta?: { readonly progressToken?: string | number | undefined } | undefined;
  sendNotification(notification: ServerNotification): Promise<void>;
}

/**
 * Serves until the input ends, the output breaks or the signal is aborted. Then every call under way
 * is called off, and waited for.
 */
export async function serveMcp(options: McpServerOptions): Promise<void> {
  const { tools, instructions, input, output, signal, onWarn } = options;
  const [{ Server, types }, zod] = await Promise.all([loadSdk(), loadZod()]);
  const ending = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const watched = <T>(work: Promise<T>): Promise<T> => {
    const settled = work.then(() => {}, () => {}).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return work;
  };
  const desk: Desk = { ...options, zod, ending: ending.signal };
  const info = { name: "fleet-rlm", title: "fleet-rlm", version: VERSION };
  const server = new Server(info, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler(
    types.ListToolsRequestSchema,
    () => ({ tools: tools.map((tool) => tool.list(zod)) }),
  );
  server.setRequestHandler(
    types.CallToolRequestSchema,
    (request, extra) => watched(answer(desk, request, extra)),
  );
  const transport = new LineTransport({
    input,
    output,
    check: (value) => types.JSONRPCMessageSchema.parse(value),
  });
  server.onerror = (error) => onWarn(messageOf(error));
  const onAbort = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => onAbort.resolve(), { once: true });
  if (signal.aborted) onAbort.resolve();
  await server.connect(transport);
  await Promise.race([transport.ended, onAbort.promise]);
  ending.abort(new InterruptedError("The server ends"));
  while (underWay.size > 0) await Promise.all(underWay);
  await new Promise((resolve) => setTimeout(resolve)); // The SDK sends what it was given a little later.
  await transport.flush();
  await server.close();
}

interface Desk extends McpServerOptions {
  readonly zod: Zod;
  /** Aborted when the server ends. */
  readonly ending: AbortSignal;
}

/** Calls the tool that is asked for; never throws. */
async function answer(
  desk: Desk,
  { params }: CallToolRequest,
  extra: RequestExtra,
): Promise<CallToolResult> {
  const signal = AbortSignal.any([extra.signal, desk.ending]);
  const progressToken = extra._meta?.progressToken;
  using notes = progressToken === undefined ? undefined : new ProgressNotes({
    send(message) {
      const params = { ...message, message: desk.redact(message.message), progressToken };
      extra.sendNotification({ method: "notifications/progress", params }).catch(() => {});
    },
  });
  const startedMs = performance.now();
  const given = await callTool(desk, params, {
    signal,
    note: notes?.note.bind(notes) ?? (() => {}),
  });
  const took = formatDuration(performance.now() - startedMs);
  desk.onCall?.(`${params.name}: ${given.content["status"]} in ${took}`);
  return result(given, desk.redact);
}

/** The answer of the tool, or what it failed with. */
async function callTool(
  desk: Desk,
  params: CallToolRequest["params"],
  call: ToolCall,
): Promise<ToolAnswer> {
  try {
    const tool = desk.tools.find(({ name }) => name === params.name);
    if (tool === undefined) throw unknownTool(params.name, desk.tools);
    return await tool.call(desk.zod, params.arguments ?? {}, call);
  } catch (thrown) {
    const root = rootOf(thrown);
    if (!(root instanceof FleetError)) desk.onWarn(describeFault(params.name, root));
    return failureAnswer(root);
  }
}

function result({ text, content, isError }: ToolAnswer, redact: Redactor): CallToolResult {
  return {
    content: [{ type: "text", text: redact(text) }],
    structuredContent: redactValue(content, redact) as JsonObject as Record<string, unknown>,
    ...(isError ? { isError } : {}),
  };
}

function unknownTool(name: string, tools: readonly McpTool[]): FleetError {
  return new FleetError("tool-missing", `Cannot call "${name}": there is no such tool`, {
    hint: `The tools are ${tools.map((tool) => tool.name).join(", ")}`,
  });
}

function describeFault(tool: string, thrown: unknown): string {
  const where = thrown instanceof Error ? `\n${thrown.stack ?? ""}` : "";
  return `${tool} failed in a way that nobody foresaw: ${messageOf(thrown)}${where}`;
}

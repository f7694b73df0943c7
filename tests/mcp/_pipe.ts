/**
 * A server in this process with its client at the other end of two pipes, for tests that call it often.
 *
 * @module
 */

import type { Client as SdkClient } from "@modelcontextprotocol/sdk/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { LineTransport } from "../../src/mcp/line_transport.ts";
import { serveMcp } from "../../src/mcp/serve_mcp.ts";
import type { McpTool } from "../../src/mcp/tool.ts";

/** A server with its streams. */
export interface PipedServer {
  /** What it is sent. */
  readonly input: WritableStream<Uint8Array>;
  /** What it sends. */
  readonly output: ReadableStream<Uint8Array>;
  /** What it warned of. */
  readonly warnings: readonly string[];
  /** Its end. */
  readonly ended: Promise<void>;
  /** Aborts it. */
  abort(): void;
}

/** Starts a server of these tools; secrets are the word `hunter2`. */
export function startServer(tools: readonly McpTool[]): PipedServer {
  const incoming = new TransformStream<Uint8Array, Uint8Array>();
  const outgoing = new TransformStream<Uint8Array, Uint8Array>();
  const ending = new AbortController();
  const warnings: string[] = [];
  const ended = serveMcp({
    tools,
    instructions: "For tests",
    input: incoming.readable,
    output: outgoing.writable,
    redact: (text) => text.replaceAll("hunter2", "[REDACTED]"),
    onWarn: (message) => void warnings.push(message),
    signal: ending.signal,
  });
  return {
    input: incoming.writable,
    output: outgoing.readable,
    warnings,
    ended,
    abort: () => ending.abort(),
  };
}

/** Connects the SDK's client; its output schemas are known from then on. */
export async function connect({ input, output }: PipedServer): Promise<SdkClient> {
  const client: SdkClient = new Client({ name: "test", version: "1" });
  await client.connect(
    new LineTransport({
      input: output,
      output: input,
      check: (value) => JSONRPCMessageSchema.parse(value),
    }),
  );
  await client.listTools();
  return client;
}

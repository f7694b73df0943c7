/**
 * The real program as an MCP server, and the SDK's client at the other end of its standard streams.
 *
 * @module
 */

import type { Client as SdkClient } from "@modelcontextprotocol/sdk/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Progress } from "@modelcontextprotocol/sdk/types";
import { JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { LineTransport } from "../../src/mcp/line_transport.ts";
import type { Workspace } from "../e2e/_program.ts";

/** What a tool answered. */
export interface Answer {
  /** Its text. */
  readonly text: string;
  /** Its structured content; the client has checked it against the output schema. */
  // deno-lint-ignore no-explicit-any
  readonly content: any;
  /** Whether it is an error. */
  readonly isError: boolean;
}

/** Options of a call. */
export interface CallOptions {
  /** Hears of progress. */
  readonly onprogress?: (progress: Progress) => void;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}

/** A server that runs, with its client. */
export interface McpProgram extends AsyncDisposable {
  /** The client. */
  readonly client: SdkClient;
  /** The process. */
  readonly child: Deno.ChildProcess;
  /** Calls a tool. */
  call(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<Answer>;
  /** Ends standard input; exit code and standard error. */
  end(): Promise<{ readonly code: number; readonly stderr: string }>;
}

/** Starts `fleet-rlm mcp` with the local backend and shakes hands. */
export async function startMcp(
  at: Workspace,
  argv: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<McpProgram> {
  const child = at.spawn(["mcp", "--backend=local", ...argv], { stdin: "", env });
  const stderr = new Response(child.stderr).text();
  const client: SdkClient = new Client({ name: "test", version: "1" });
  await client.connect(
    new LineTransport({
      input: child.stdout,
      output: child.stdin,
      check: (value) => JSONRPCMessageSchema.parse(value),
    }),
  );
  await client.listTools(); // From now on the client checks what comes against the output schemas.
  return {
    client,
    child,
    async call(name, args, options = {}) {
      const timeout = 600_000; // As good as none: a machine may be slow.
      const result = await client.callTool({ name, arguments: args }, undefined, {
        timeout,
        ...options,
      });
      const [first] = result.content as readonly { readonly text: string }[];
      return {
        text: first?.text ?? "",
        content: result.structuredContent,
        isError: result.isError === true,
      };
    },
    async end() {
      await client.close();
      const { code } = await child.status;
      return { code, stderr: await stderr };
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await child.status;
      await stderr;
    },
  };
}

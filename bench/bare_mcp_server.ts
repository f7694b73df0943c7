/**
 * The least MCP server that the SDK makes, with its own transport: what `fleet-rlm mcp` is measured
 * against.
 *
 * @module
 */

import { Server } from "@modelcontextprotocol/sdk/server";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const server = new Server({ name: "bare", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [] }));
server.setRequestHandler(
  CallToolRequestSchema,
  () => ({ content: [{ type: "text", text: "42" }] }),
);
await server.connect(new StdioServerTransport());

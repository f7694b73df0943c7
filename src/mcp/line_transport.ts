/**
 * The transport of MCP's `stdio`: one JSON-RPC message a line, over any two streams. Big integers keep
 * their digits both ways, and a line that is no message is answered and passed over.
 *
 * Starts no process and knows no tool; `serve_mcp.ts` joins it to the server of the SDK.
 *
 * @module
 */

import type { Transport } from "@modelcontextprotocol/sdk/shared/transport";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types";
import { messageOf } from "../core/errors.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";
import { messageLines } from "./message_lines.ts";

/** Longest message that is taken, bytes. */
export const MAX_MESSAGE_BYTES: number = 1 << 26;

/** What a transport runs over. */
export interface LineStreams {
  /** Where the messages of the client come from. */
  readonly input: ReadableStream<Uint8Array>;
  /** Where messages to the client go. */
  readonly output: WritableStream<Uint8Array>;
  /** Whether a value is a message; throws what is wrong with it. */
  check(value: unknown): JSONRPCMessage;
}

/** JSON-RPC's codes of what can be wrong with a line. */
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

/** A transport over two streams. */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #streams: LineStreams;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #encoder = new TextEncoder();
  readonly #ended = Promise.withResolvers<void>();
  #sent: Promise<void> = Promise.resolve();
  #closed = false;

  /** Takes both streams for itself; reads nothing before it is started. */
  constructor(streams: LineStreams) {
    this.#streams = streams;
    this.#reader = streams.input.getReader();
    this.#writer = streams.output.getWriter();
    this.#writer.closed.catch(() => this.#ended.resolve());
  }

  /** Resolves when the client is heard no more, or does not listen any more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Begins to read. */
  start(): Promise<void> {
    this.#read().catch((error) => this.onerror?.(asError(error))).finally(this.#ended.resolve);
    return Promise.resolve();
  }

  /** Sends a message; resolves once it is written, or at once when nobody is there any more. */
  send(message: JSONRPCMessage): Promise<void> {
    return this.#write(message as unknown as JsonValue);
  }

  /** Reads no more and closes the output behind what was sent; idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
    this.#writer.close().catch(() => {}); // Not waited for: nobody may be reading.
    await this.#reader.cancel().catch(() => {});
  }

  /** Resolves once everything that was sent so far is written, or cannot be. */
  async flush(): Promise<void> {
    await this.#sent;
  }

  async #read(): Promise<void> {
    for await (const line of messageLines(this.#blocks(), MAX_MESSAGE_BYTES)) {
      if (this.#closed) return;
      if (line.kind === "line") this.#receive(line.text);
      else {
        const message = `Cannot take a message of ${line.bytes} bytes: at most ` +
          `${MAX_MESSAGE_BYTES} may come at once; give long texts as paths`;
        this.#refuse(INVALID_REQUEST, message);
      }
    }
  }

  async *#blocks(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const { value, done } = await this.#reader.read();
      if (done) return;
      yield value;
    }
  }

  #receive(text: string): void {
    if (text.trim() === "") return;
    let value: JsonValue;
    try {
      value = parseExactJson(text);
    } catch (error) {
      return this.#refuse(PARSE_ERROR, `Cannot read a message: ${messageOf(error)}`);
    }
    let message: JSONRPCMessage;
    try {
      message = this.#streams.check(value);
    } catch {
      return this.#refuse(INVALID_REQUEST, "Cannot read a message: it is not JSON-RPC 2.0");
    }
    this.onmessage?.(message);
  }

  /** Answers a line whose sender cannot be named. */
  #refuse(code: number, message: string): void {
    this.onerror?.(new Error(message));
    void this.#write({ jsonrpc: "2.0", error: { code, message } });
  }

  #write(message: JsonValue): Promise<void> {
    const line = this.#encoder.encode(`${stringifyJson(message)}\n`);
    // A write that fails means that whoever listened has gone.
    return this.#sent = this.#writer.write(line).catch(() => this.#ended.resolve());
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * gRPC on plain-text HTTP/2 (`node:http2`): takes streams, finds the method, has faults their way, and
 * answers. Knows nothing of what the methods do.
 *
 * @module
 */

import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { Buffer } from "node:buffer";
import type { CallFaults } from "./faults.ts";
import type { CallLog } from "./call_log.ts";
import { encodeStatusMessage, frame, splitFrames } from "./grpc_framing.ts";
import { RpcError, STATUS } from "./rpc_error.ts";
import type { RpcCall, RpcMethod, RpcMethods } from "./rpc_method.ts";

/** Flow-control windows large enough for bulk writes, bytes. */
const STREAM_WINDOW = 16 * 2 ** 20;
const SESSION_WINDOW = 64 * 2 ** 20;

/** What the server needs to answer calls. */
export interface GrpcServerParts {
  /** Methods by the name of their service. */
  readonly services: ReadonlyMap<string, RpcMethods>;
  /** Refuses calls without the right credentials. */
  readonly authorize: (service: string, call: RpcCall) => void;
  /** What goes wrong. */
  readonly faults: CallFaults;
  /** What has been called. */
  readonly log: CallLog;
}

/** A server on a free port of loopback. To be reached through a {@linkcode TcpProxy} only. */
export class GrpcServer implements AsyncDisposable {
  #server: Http2Server;
  #parts: GrpcServerParts;
  #closing = new AbortController();

  private constructor(parts: GrpcServerParts) {
    this.#parts = parts;
    this.#server = createServer({ settings: { initialWindowSize: STREAM_WINDOW } });
    this.#server.on("session", (session) => {
      session.on("error", () => {});
      session.setLocalWindowSize(SESSION_WINDOW);
    });
    this.#server.on(
      "stream",
      (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) =>
        void this.#serve(stream, headers),
    );
  }

  /** Starts to listen. */
  static async listen(parts: GrpcServerParts): Promise<GrpcServer> {
    const server = new GrpcServer(parts);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Aborts when the server closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Takes no more connections; those there are must have been ended from outside. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const gone = new AbortController();
    stream.on("close", () => gone.abort());
    stream.on("error", () => gone.abort());
    let trailers: Record<string, string> = {};
    stream.on("wantTrailers", () => {
      if (!stream.destroyed) stream.sendTrailers(trailers);
    });
    const path = String(headers[":path"]);
    try {
      const answer = { ":status": 200, "content-type": "application/grpc+proto" };
      stream.respond(answer, { waitForTrailers: true });
      const [, service = "", method = ""] = path.split("/");
      const call = { method, metadata: textHeaders(headers), signal: gone.signal };
      await this.#answer(stream, service, call);
      trailers = { "grpc-status": "0" };
    } catch (thrown) {
      trailers = statusOf(path, thrown);
    }
    if (!stream.destroyed && !stream.closed) stream.end();
  }

  async #answer(stream: ServerHttp2Stream, service: string, call: RpcCall): Promise<void> {
    const { services, faults, authorize, log } = this.#parts;
    const method = services.get(service)?.get(call.method);
    const bodies = splitFrames(stream as AsyncIterable<Uint8Array>);
    if (!method) {
      log.note(call, {});
      throw new RpcError("UNIMPLEMENTED", `The fake has no ${service}/${call.method}`);
    }
    authorize(service, call);
    if (method.kind === "client-stream") {
      log.note(call, {});
      await faults.enter(call.method, call.signal);
      await send(stream, await method.reply(this.#metered(bodies, call.method), call));
      faults.leave(call.method);
      return;
    }
    const first = await bodies.next();
    await this.#answerOne(stream, { method, call, body: first.value ?? new Uint8Array(0) });
  }

  async #answerOne(
    stream: ServerHttp2Stream,
    { method, call, body }: {
      readonly method: Extract<RpcMethod, { kind: "single" }>;
      readonly call: RpcCall;
      readonly body: Uint8Array;
    },
  ): Promise<void> {
    const { faults, log } = this.#parts;
    const { request, reply, replies } = method.prepare(body, call);
    log.note(call, request);
    await faults.enter(call.method, call.signal);
    if (reply) {
      const response = await reply();
      faults.leave(call.method);
      await send(stream, response);
    } else if (replies) {
      for await (const response of this.#metered(replies(), call.method)) {
        if (call.signal.aborted) return;
        await send(stream, response);
        faults.leave(call.method);
      }
    }
  }

  /** Messages until their stream is to break. */
  async *#metered(messages: AsyncIterable<Uint8Array>, method: string): AsyncGenerator<Uint8Array> {
    const count = this.#parts.faults.meter(method);
    for await (const message of messages) {
      yield message;
      count(message.length);
    }
  }
}

/** Writes a message and waits while the client takes no more. */
function send(stream: ServerHttp2Stream, message: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.write(frame(message))) return resolve();
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

function textHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") text[name] = value;
  }
  return text;
}

function statusOf(path: string, thrown: unknown): Record<string, string> {
  const error = thrown instanceof RpcError
    ? thrown
    : new RpcError(STATUS.INTERNAL, `The fake failed in ${path}: ${thrown}`);
  return {
    "grpc-status": String(error.code),
    "grpc-message": encodeStatusMessage(error.message),
    ...(error.details && {
      "grpc-status-details-bin": Buffer.from(error.details).toString("base64"),
    }),
  };
}

/**
 * A remote method: what it takes and gives, and the function behind it. The tables of the schema files
 * are bound to functions here, so that a function sees typed messages and the server bytes alone.
 *
 * @module
 */

import { decode, encode } from "./protobuf_codec.ts";
import type { Input, Message, Schema } from "./protobuf_schema.ts";

/** Shape of a method on the wire. */
export interface RpcShape {
  /** What the client sends. */
  readonly request: Schema;
  /** What it is answered. */
  readonly response: Schema;
}

/** One call in progress. */
export interface RpcCall {
  /** Name of the method, such as `SandboxCreateV2`. */
  readonly method: string;
  /** Headers of the request. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** A decoded request, for the log. */
export type AnyMessage = Readonly<Record<string, unknown>>;

/** A decoded request and what answers it. */
export interface Prepared {
  /** The request. */
  readonly request: AnyMessage;
  /** Answers it with one message. */
  readonly reply?: () => Promise<Uint8Array>;
  /** Answers it with many. */
  readonly replies?: () => AsyncIterable<Uint8Array>;
}

/** A method as the server sees it. */
export type RpcMethod =
  | { readonly kind: "single"; prepare(body: Uint8Array, call: RpcCall): Prepared }
  | {
    readonly kind: "client-stream";
    reply(bodies: AsyncIterable<Uint8Array>, call: RpcCall): Promise<Uint8Array>;
  };

/** Methods by name. */
export type RpcMethods = ReadonlyMap<string, RpcMethod>;

/** A function that answers a request once. */
export type UnaryHandler<R extends RpcShape> = (
  request: Message<R["request"]>,
  call: RpcCall,
) => Input<R["response"]> | Promise<Input<R["response"]>>;

/** Functions for all or some of a table of methods, each answering once. */
export type UnaryHandlers<T extends Readonly<Record<string, RpcShape>>> = {
  readonly [K in keyof T]?: UnaryHandler<T[K]>;
};

/** A method that answers once. */
export function unary<R extends RpcShape>(shape: R, handle: UnaryHandler<R>): RpcMethod {
  return {
    kind: "single",
    prepare(body, call) {
      const request = decode<R["request"]>(shape.request, body);
      const reply = async () => encode(shape.response, await handle(request, call));
      return { request, reply };
    },
  };
}

/** A method that answers with many messages. */
export function serverStream<R extends RpcShape>(
  shape: R,
  handle: (request: Message<R["request"]>, call: RpcCall) => AsyncIterable<Input<R["response"]>>,
): RpcMethod {
  return {
    kind: "single",
    prepare(body, call) {
      const request = decode<R["request"]>(shape.request, body);
      const replies = async function* () {
        for await (const response of handle(request, call)) yield encode(shape.response, response);
      };
      return { request, replies };
    },
  };
}

/** A method that takes many messages and answers once. */
export function clientStream<R extends RpcShape>(
  shape: R,
  handle: (
    requests: AsyncIterable<Message<R["request"]>>,
    call: RpcCall,
  ) => Promise<Input<R["response"]>>,
): RpcMethod {
  return {
    kind: "client-stream",
    async reply(bodies, call) {
      const requests = async function* () {
        for await (const body of bodies) yield decode<R["request"]>(shape.request, body);
      };
      return encode(shape.response, await handle(requests(), call));
    },
  };
}

/** The methods of a table for which there are functions that answer once. */
export function unaryMethods<T extends Readonly<Record<string, RpcShape>>>(
  table: T,
  handlers: UnaryHandlers<T>,
): Map<string, RpcMethod> {
  const methods = new Map<string, RpcMethod>();
  for (const name of Object.keys(table)) {
    const shape = table[name];
    const handle = handlers[name];
    if (shape && handle) methods.set(name, unary(shape, handle));
  }
  return methods;
}

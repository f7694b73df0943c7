/**
 * A TCP proxy in front of the fake: connections are cut, refused and delayed here. HTTP/2 sessions of
 * the server are never closed or destroyed, since that can abort the whole process (Deno 2.9.6, an
 * assertion of nghttp2).
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Bytes on their way before the sender is made to wait. */
const MAX_DELAYED_BYTES = 64 * 2 ** 20;

/** Changes what a client of one connection sends. */
export type ClientFilter = (data: Buffer) => Buffer;

/** Passes connections on to a port of this machine. */
export class TcpProxy implements AsyncDisposable {
  #server: Server;
  #sockets = new Set<Socket>();
  #isUp = true;
  #oneWayMs = 0;

  private constructor(target: number, private readonly makeFilter: () => ClientFilter) {
    this.#server = createServer((client) => this.#pass(client, target));
  }

  /** A proxy to `target` that listens on `port`, or on any free one. */
  static async listen(
    target: number,
    port: number,
    makeFilter: () => ClientFilter = () => (data) => data,
  ): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, makeFilter);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once("error", reject);
      proxy.#server.listen(port, "127.0.0.1", resolve);
    });
    return proxy;
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Delay of each way, ms, for what is sent from now on. */
  set oneWayMs(value: number) {
    this.#oneWayMs = value;
  }

  /** Ends every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Refuses connections, or takes them again. */
  set isUp(value: boolean) {
    this.#isUp = value;
    if (!value) this.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.isUp = false;
    await closed;
  }

  #pass(client: Socket, target: number): void {
    this.#sockets.add(client);
    client.on("error", () => {});
    if (!this.#isUp) {
      client.on("close", () => this.#sockets.delete(client));
      client.destroy();
      return;
    }
    const upstream = connect(target, "127.0.0.1");
    this.#sockets.add(upstream);
    upstream.on("error", () => {});
    const ways = [[client, upstream, this.makeFilter()], [upstream, client, same]] as const;
    for (const [socket, other, filter] of ways) {
      socket.setNoDelay(true);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      this.#forward(socket, other, filter);
    }
  }

  /** Passes bytes on, after the delay that holds when they come in. */
  #forward(from: Socket, to: Socket, filter: ClientFilter): void {
    const queue: { readonly due: number; readonly data: Buffer }[] = [];
    let queued = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const send = (data: Buffer) => {
      if (to.destroyed || to.write(data)) return;
      from.pause();
      if (to.listenerCount("drain") === 0) to.once("drain", () => from.resume());
    };
    const flush = () => {
      timer = undefined;
      const now = performance.now();
      while (queue[0] && queue[0].due <= now) {
        const { data } = queue.shift()!;
        queued -= data.length;
        send(data);
      }
      if (queue[0]) timer = setTimeout(flush, queue[0].due - now);
    };
    from.on("data", (received: Buffer) => {
      const data = filter(received);
      if (data.length === 0) return;
      if (this.#oneWayMs === 0 && queue.length === 0) return send(data);
      const due = Math.max(performance.now() + this.#oneWayMs, queue.at(-1)?.due ?? 0);
      queue.push({ due, data: Buffer.from(data) });
      queued += data.length;
      if (queued > MAX_DELAYED_BYTES) from.pause();
      timer ??= setTimeout(flush, due - performance.now());
    });
    from.on("close", () => clearTimeout(timer));
  }
}

function same(data: Buffer): Buffer {
  return data;
}

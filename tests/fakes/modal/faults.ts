/**
 * Faults of single calls: what is set up by a {@linkcode FaultScript} and taken by the calls as they
 * pass. Faults of the connection are the proxy's, faults of sandboxes and builds their own.
 *
 * @module
 */

import type { Fault } from "./contract.ts";
import { RpcError, throttled } from "./rpc_error.ts";

/** What is in store for the calls of each method. */
export class CallFaults {
  #before = new Map<string, (() => RpcError | "hang")[]>();
  #after = new Map<string, (() => RpcError)[]>();
  #breaks = new Map<string, number[]>();

  /** The next calls fail. */
  fail(method: string, { code, when, times = 1, message }: Fault): void {
    const error = () => new RpcError(code, message ?? `Injected ${when} ${method}`);
    for (let index = 0; index < times; index++) {
      if (when === "before") append(this.#before, method, error);
      else append(this.#after, method, error);
    }
  }

  /** The next calls are never answered. */
  hang(method: string, times: number): void {
    for (let index = 0; index < times; index++) append(this.#before, method, () => "hang" as const);
  }

  /** The next stream breaks after some bytes. */
  breakStream(method: string, afterBytes: number): void {
    append(this.#breaks, method, afterBytes);
  }

  /** The next calls are put off. */
  throttle(method: string, times: number, retryAfterMs: number): void {
    for (let index = 0; index < times; index++) {
      append(this.#before, method, () => throttled(retryAfterMs));
    }
  }

  /** To be called before a call has an effect: throws what is in store, or waits for ever. */
  async enter(method: string, signal: AbortSignal): Promise<void> {
    const fault = this.#before.get(method)?.shift()?.();
    if (fault === "hang") await untilAborted(signal);
    else if (fault) throw fault;
  }

  /** To be called after a call had its effect. */
  leave(method: string): void {
    const fault = this.#after.get(method)?.shift()?.();
    if (fault) throw fault;
  }

  /** A counter of the bytes of one stream, which throws where the stream is to break. */
  meter(method: string): (byteCount: number) => void {
    let left = this.#breaks.get(method)?.shift();
    return (byteCount) => {
      if (left === undefined) return;
      left -= byteCount;
      if (left <= 0) throw new RpcError("UNAVAILABLE", `Injected break of ${method}`);
    };
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}

/** Rejects as CANCELLED once the signal aborts. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = () => reject(new RpcError("CANCELLED", "The client has gone"));
    if (signal.aborted) return cancel();
    signal.addEventListener("abort", cancel, { once: true });
  });
}

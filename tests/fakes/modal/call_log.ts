/**
 * Counts and remembers calls for the tests to look at.
 *
 * @module
 */

import type { FakeRequest } from "./contract.ts";
import type { AnyMessage, RpcCall } from "./rpc_method.ts";

const MAX_REQUESTS = 5_000;

/** The calls so far. */
export class CallLog {
  /** Number of calls by method. */
  readonly calls: Map<string, number> = new Map();
  /** The last calls. */
  readonly requests: FakeRequest[] = [];

  /** Notes a call; bytes are left out. */
  note({ method, metadata }: RpcCall, request: AnyMessage): void {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    const shown = Object.fromEntries(
      Object.entries(request).map(([name, value]) => [
        name,
        value instanceof Uint8Array ? `${value.length} bytes` : value,
      ]),
    );
    this.requests.push({ method, request: shown, metadata });
    if (this.requests.length > MAX_REQUESTS) this.requests.shift();
  }
}

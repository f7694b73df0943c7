/**
 * Failures of a remote call, as gRPC tells them.
 *
 * @module
 */

import { encode } from "./protobuf_codec.ts";
import { bytes, float, int32, messages, string } from "./protobuf_schema.ts";

/** Status codes of gRPC by name. */
export const STATUS = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** Name of a status code. */
export type StatusName = keyof typeof STATUS;

const RETRY_POLICY = { retryAfterSecs: float(1) };
const ANY = { typeUrl: string(1), value: bytes(2) };
const RPC_STATUS = { code: int32(1), message: string(2), details: messages(3, ANY) };

/** A call that failed, with the status that the client is told. */
export class RpcError extends Error {
  override name = "RpcError";
  /** Number of the status. */
  readonly code: number;
  /** What goes into `grpc-status-details-bin`, if anything. */
  readonly details: Uint8Array | undefined;

  constructor(code: StatusName | number, message: string, details?: Uint8Array) {
    super(message);
    this.code = typeof code === "number" ? code : STATUS[code];
    this.details = details;
  }
}

/** A refusal that asks the client to come again after some milliseconds: the cloud throttles so. */
export function throttled(retryAfterMs: number): RpcError {
  const message = "Rate limit reached";
  const policy = encode(RETRY_POLICY, { retryAfterSecs: retryAfterMs / 1000 });
  const typeUrl = "type.googleapis.com/modal.client.RPCRetryPolicy";
  const code = STATUS.RESOURCE_EXHAUSTED;
  const details = encode(RPC_STATUS, { code, message, details: [{ typeUrl, value: policy }] });
  return new RpcError(code, message, details);
}

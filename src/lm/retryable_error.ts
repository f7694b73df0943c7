/**
 * The mark by which a model tells its wrappers that the same call may succeed later. Internal to this
 * folder: the retry wrapper turns it into a plain {@linkcode FleetError} before a caller sees it.
 *
 * @module
 */

import { type ErrorCode, FleetError, type FleetErrorOptions } from "../core/errors.ts";

/** What a retryable error carries besides its message. */
export interface RetryableErrorOptions extends FleetErrorOptions {
  /** How long the provider asks to wait before the next attempt, milliseconds. */
  readonly retryAfterMs?: number;
  /** Whether the provider pushed back: too many requests, or overloaded. */
  readonly isThrottled?: boolean;
  /** Whether no connection could be made at all: nobody listens, no such host, no trust. */
  readonly isUnreached?: boolean;
}

/** A failure that may pass: busy, connection lost, reply cut or empty. */
export class RetryableError extends FleetError {
  /** How long the provider asks to wait, milliseconds; `undefined` when it did not say. */
  readonly retryAfterMs: number | undefined;
  /** Whether the provider pushed back. */
  readonly isThrottled: boolean;
  /** Whether no connection could be made at all. */
  readonly isUnreached: boolean;

  /** Creates the error with the code and message that the caller sees if no attempt succeeds. */
  constructor(code: ErrorCode, message: string, options: RetryableErrorOptions = {}) {
    super(code, message, options);
    this.name = "RetryableError";
    this.retryAfterMs = options.retryAfterMs;
    this.isThrottled = options.isThrottled ?? false;
    this.isUnreached = options.isUnreached ?? false;
  }
}

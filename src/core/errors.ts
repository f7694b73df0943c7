/**
 * The small family of errors that users meet. Every one says what is wrong with which value, carries
 * a stable `code` for programs and, where there is something to do, a `hint`.
 *
 * Grammar: sentence case, no final period, quotes round values, `Cannot <verb> <thing>: <state>`.
 *
 * @module
 */

import type { Usage } from "./lm.ts";

/** Stable identifiers of what went wrong. Never renamed; new ones may be added. */
export type ErrorCode =
  | "usage"
  | "config-invalid"
  | "input-missing"
  | "input-unreadable"
  | "input-not-text"
  | "input-empty"
  | "input-invalid"
  | "refused"
  | "signature-invalid"
  | "task-unsuited"
  | "model-not-configured"
  | "model-auth"
  | "model-unreachable"
  | "model-rejected"
  | "model-reply-invalid"
  | "model-busy"
  | "backend-unknown"
  | "backend-unavailable"
  | "python-missing"
  | "isolation-unavailable"
  | "credentials-missing"
  | "credentials-refused"
  | "secret-missing"
  | "secret-exists"
  | "volume-missing"
  | "image-failed"
  | "quota-reached"
  | "cloud-unreachable"
  | "cloud-failed"
  | "sandbox-start"
  | "sandbox-lost"
  | "sandbox-ended"
  | "sandbox-protocol"
  | "limit-reached"
  | "interrupted"
  | "output-failed"
  | "trajectory-unwritable"
  | "cache-unusable"
  | "replay-diverged"
  | "replay-ended"
  | "tool-missing"
  | "install-conflict"
  | "install-busy"
  | "install-failed"
  | "manifest-invalid"
  | "internal";

/** What may be said besides the message. */
export interface FleetErrorOptions {
  /** What to do about it: one sentence without a final period. */
  readonly hint?: string;
  /** The error underneath; shown with `--verbose`. */
  readonly cause?: unknown;
  /** Tokens that a model call took although it failed; left out when that is not known. */
  readonly usage?: Usage;
}

/** An error with a stable code and, where possible, a hint. The root of the family. */
export class FleetError extends Error {
  /** Stable identifier for programs. */
  readonly code: ErrorCode;
  /** What to do about it, if anything. */
  readonly hint: string | undefined;
  /** Tokens of the model call that failed with it, its attempts together; `undefined`: not known. */
  readonly usage: Usage | undefined;

  /** Creates an error with its stable `code` and the sentence that says what is wrong. */
  constructor(code: ErrorCode, message: string, options: FleetErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "FleetError";
    this.code = code;
    this.hint = options.hint;
    this.usage = options.usage;
  }
}

/** The command line or an option value is wrong; the program exits with 2. */
export class UsageError extends FleetError {
  /** Creates a usage error. */
  constructor(message: string, options: FleetErrorOptions = {}) {
    super("usage", message, options);
    this.name = "UsageError";
  }
}

/** The user or a caller asked for the end. */
export class InterruptedError extends FleetError {
  /** Creates an interruption. */
  constructor(message = "Interrupted", options: FleetErrorOptions = {}) {
    super("interrupted", message, options);
    this.name = "InterruptedError";
  }
}

/** Throws {@linkcode InterruptedError} when the signal has been aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw signal.reason instanceof FleetError
    ? signal.reason
    : new InterruptedError("Interrupted", { cause: signal.reason });
}

/** The error that matters: the first one, when cleaning up after it failed as well. */
export function rootOf(thrown: unknown): unknown {
  let root = thrown;
  while (root instanceof SuppressedError) root = root.suppressed;
  return root;
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

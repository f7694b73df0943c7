/**
 * Retry round a language model: exponential backoff with jitter, `Retry-After` honoured.
 *
 * Retries only what the model marked as {@linkcode RetryableError}; everything else passes through
 * untouched. A server that was never reached is most often a wrong address: it gets one more attempt.
 * Tells the caller when the provider pushes back. What the failed attempts took is added to the reply,
 * or to the error that is left. Knows nothing of HTTP. Clock and randomness can be given, for tests.
 *
 * @module
 */

import { FleetError, throwIfAborted } from "../core/errors.ts";
import {
  addUsage,
  type Completion,
  type GenerateOptions,
  type LanguageModel,
  type Message,
  type Usage,
  wrapModel,
} from "../core/lm.ts";
import { formatCounted } from "../text/format_number.ts";
import { estimateUsage } from "./estimate_usage.ts";
import { RetryableError } from "./retryable_error.ts";
import { wait } from "./wait.ts";
import { withUsage } from "./with_usage.ts";

/** A reply that may not be longer than this is not worth an attempt. */
const MIN_OUTPUT_TOKENS = 256;

/** A retry that is about to be waited for. */
export interface RetryNotice {
  /** The model's id. */
  readonly model: string;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly waitMs: number;
  /** What went wrong. */
  readonly message: string;
}

/** Options of {@linkcode withRetry}. */
export interface RetryOptions {
  /**
   * Most attempts, the first included.
   * @default {4}
   */
  readonly maxAttempts?: number;
  /**
   * Upper bound of the first wait, milliseconds; it doubles with every attempt.
   * @default {500}
   */
  readonly baseDelayMs?: number;
  /**
   * Upper bound of any wait, milliseconds. A provider that asks for more is given up on at once.
   * @default {60000}
   */
  readonly maxDelayMs?: number;
  /**
   * Most attempts while no call has reached the server yet and no connection can be made.
   * @default {2}
   */
  readonly maxFirstAttempts?: number;
  /** Told before every wait. */
  readonly onRetry?: (notice: RetryNotice) => void;
  /** Waits; for tests. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Numbers from 0 up to 1; for tests. */
  readonly random?: () => number;
}

/**
 * The same model, with failures that may pass tried again. Waits between half and the whole of
 * `baseDelayMs * 2^(attempt - 1)` ("equal jitter"), or what the provider asked for when that is
 * longer. An abort ends the wait at once. `maxOutputTokens` holds for the attempts together; when it
 * leaves too little for another one, there is none.
 */
export function withRetry(model: LanguageModel, options: RetryOptions = {}): LanguageModel {
  const maxAttempts = options.maxAttempts ?? 4;
  const maxFirstAttempts = Math.min(maxAttempts, options.maxFirstAttempts ?? 2);
  const maxDelayMs = options.maxDelayMs ?? 60_000;
  /** Whether any call got as far as the server. */
  let wasReached = false;
  const pause = options.wait ?? wait;

  function delayAfter(attempt: number, askedMs: number): number {
    const bound = Math.min(maxDelayMs, (options.baseDelayMs ?? 500) * 2 ** (attempt - 1));
    const jittered = bound * (0.5 + 0.5 * (options.random ?? Math.random)());
    return Math.max(Math.round(jittered), askedMs);
  }

  async function generate(
    messages: readonly Message[],
    call: GenerateOptions = {},
  ): Promise<Completion> {
    const failed: (Usage | undefined)[] = [];
    for (let attempt = 1;; attempt++) {
      throwIfAborted(call.signal);
      const left = leftOf(call, failed);
      try {
        const completion = await model.generate(messages, left);
        wasReached = true;
        if (failed.length === 0) return completion;
        return { ...completion, usage: sumOf([...failed, completion.usage], messages) };
      } catch (error) {
        if (!(error instanceof RetryableError)) {
          const isOver = call.signal?.aborted || failed.length === 0;
          if (isOver || !(error instanceof FleetError)) throw error;
          throw withUsage(error, sumOf([...failed, error.usage], messages));
        }
        failed.push(error.usage);
        if (!error.isUnreached) wasReached = true;
        if (error.isThrottled) call.onThrottle?.();
        const askedMs = error.retryAfterMs ?? 0;
        const most = error.isUnreached && !wasReached ? maxFirstAttempts : maxAttempts;
        if (attempt >= most || askedMs > maxDelayMs || isSpent(call, leftOf(call, failed))) {
          // With nothing known of any attempt, whoever made the call has the better guess.
          const isKnown = failed.some((usage) => usage !== undefined);
          throw giveUp(error, attempt, isKnown ? sumOf(failed, messages) : undefined);
        }
        const waitMs = delayAfter(attempt, askedMs);
        options.onRetry?.({ model: model.id, attempt, waitMs, message: error.message });
        await pause(waitMs, call.signal);
      }
    }
  }

  return wrapModel(model, generate);
}

/** What the attempts took together; a guess, marked as such, for those of which it is not known. */
function sumOf(attempts: readonly (Usage | undefined)[], messages: readonly Message[]): Usage {
  return attempts.map((usage) => usage ?? estimateUsage(messages, "")).reduce(addUsage);
}

/** The options of the next attempt: what the others made is not there any more. */
function leftOf(call: GenerateOptions, failed: readonly (Usage | undefined)[]): GenerateOptions {
  if (call.maxOutputTokens === undefined) return call;
  const made = failed.reduce((sum, usage) => sum + (usage?.outputTokens ?? 0), 0);
  return { ...call, maxOutputTokens: call.maxOutputTokens - made };
}

/** Whether the attempts before have left too little for another one. */
function isSpent({ maxOutputTokens }: GenerateOptions, left: GenerateOptions): boolean {
  if (maxOutputTokens === undefined || left.maxOutputTokens === undefined) return false;
  return left.maxOutputTokens < Math.min(MIN_OUTPUT_TOKENS, maxOutputTokens);
}

function giveUp(error: RetryableError, attempts: number, usage: Usage | undefined): FleetError {
  const tries = formatCounted(attempts, "attempt");
  const asked = error.retryAfterMs === undefined
    ? ""
    : `, asked to wait ${Math.ceil(error.retryAfterMs / 1000)} s`;
  return new FleetError(error.code, `${error.message} (${tries}${asked})`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error.cause ?? error,
    ...(usage === undefined ? {} : { usage }),
  });
}

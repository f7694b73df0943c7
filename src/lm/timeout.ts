/**
 * A deadline on every call of a language model, retries and their waits included when it is put
 * round them. Holds even for a model that ignores its signal.
 *
 * @module
 */

import { abortable } from "../core/abortable.ts";
import { FleetError, throwIfAborted } from "../core/errors.ts";
import {
  type Completion,
  type GenerateOptions,
  type LanguageModel,
  type Message,
  wrapModel,
} from "../core/lm.ts";

/** Options of {@linkcode withTimeout}. */
export interface TimeoutOptions {
  /**
   * Most milliseconds that one call may take; 0 for no deadline.
   * @default {300000}
   */
  readonly timeoutMs?: number;
}

/** Longest delay that timers hold, milliseconds: beyond it they fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The same model, each call ended at its deadline with a `model-busy` error. The model sees the
 * deadline as an abort of its signal, so that requests under way end too.
 */
export function withTimeout(model: LanguageModel, options: TimeoutOptions = {}): LanguageModel {
  const timeoutMs = Math.min(options.timeoutMs ?? 300_000, MAX_TIMER_MS);
  if (timeoutMs <= 0) return model;

  async function generate(
    messages: readonly Message[],
    call: GenerateOptions = {},
  ): Promise<Completion> {
    throwIfAborted(call.signal);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(late(model.id, timeoutMs)), timeoutMs);
    const signal = call.signal === undefined
      ? deadline.signal
      : AbortSignal.any([call.signal, deadline.signal]);
    try {
      return await abortable(model.generate(messages, { ...call, signal }), signal);
    } finally {
      clearTimeout(timer);
    }
  }

  return wrapModel(model, generate);
}

function late(id: string, timeoutMs: number): FleetError {
  return new FleetError(
    "model-busy",
    `Cannot get a reply from '${id}': none within ${timeoutMs / 1000} s`,
    {
      hint: "Try again later, name another model, or raise the time limit of model calls",
    },
  );
}

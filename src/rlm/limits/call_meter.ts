/**
 * What a model call will take, guessed before it is made, and what it took.
 *
 * The guess: prompt tokens are UTF-8 bytes / 3.5, completion tokens are 1,000; both move to the
 * averages of the model's own calls as these come in. The first guess of each weighs as much as one
 * call (of 3,500 bytes). Money is the price of such a call, without any discount for cached tokens.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { knownCost, type Usage } from "../../core/lm.ts";
import type { PriceCall } from "../../lm/price.ts";
import { type Amount, NANO } from "./budget.ts";

/** Bytes of a first prompt that makes {@linkcode FIRST_INPUT_TOKENS} tokens: 3.5 bytes a token. */
const FIRST_BYTES = 3_500;
const FIRST_INPUT_TOKENS = 1_000;
const FIRST_OUTPUT_TOKENS = 1_000;

interface Experience {
  calls: number;
  bytes: number;
  inputTokens: number;
  outputTokens: number;
}

/** A call that is planned: which model, and how long its prompt is. */
export interface PlannedCall {
  /** Id of the model. */
  readonly model: string;
  /** UTF-8 bytes of its messages. */
  readonly bytes: number;
}

/** Measures the calls of a tree of runs. */
export class CallMeter {
  readonly #price: PriceCall | undefined;
  readonly #experience = new Map<string, Experience>();

  /** Without `price`, the cost of a call is known only when the model tells it. */
  constructor(price?: PriceCall) {
    this.#price = price;
  }

  /** What a call will probably take, one sub-query included. */
  estimate({ model, bytes }: PlannedCall): Amount {
    const past = this.#experience.get(model) ?? NO_EXPERIENCE;
    const inputTokens = Math.ceil(
      bytes * (FIRST_INPUT_TOKENS + past.inputTokens) / (FIRST_BYTES + past.bytes),
    );
    const outputTokens = Math.ceil(
      (FIRST_OUTPUT_TOKENS + past.outputTokens) / (1 + past.calls),
    );
    const cost = this.#price?.(model, { inputTokens, outputTokens, cachedTokens: 0 }) ?? 0;
    return { calls: 1, inputTokens, outputTokens, nanoUsd: toNano(cost) };
  }

  /** What a call took, one sub-query included; later estimates learn from it. */
  measure({ model, bytes }: PlannedCall, usage: Usage): Amount {
    const { inputTokens, outputTokens } = usage;
    if (inputTokens + outputTokens > 0) {
      const past = this.#experience.get(model) ?? NO_EXPERIENCE;
      this.#experience.set(model, {
        calls: past.calls + 1,
        bytes: past.bytes + bytes,
        inputTokens: past.inputTokens + inputTokens,
        outputTokens: past.outputTokens + outputTokens,
      });
    }
    const cost = knownCost(usage) ?? this.#price?.(model, usage) ?? 0;
    return { calls: 1, inputTokens, outputTokens, nanoUsd: toNano(cost) };
  }
}

const NO_EXPERIENCE: Experience = { calls: 0, bytes: 0, inputTokens: 0, outputTokens: 0 };

/** Bytes of a text in UTF-8: nearer to its tokens than its characters are, whatever its script. */
export function countBytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

function toNano(usd: number): number {
  return Math.ceil(usd * NANO);
}

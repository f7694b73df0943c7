/**
 * What a model call will take, guessed before it is made, and what it took.
 *
 * A limit on output tokens or cost holds because no call may take more than was reserved for it: then
 * a call whose model can be bound is planned with a share of what is left (`shareOut`) in place of the
 * guess of its completion tokens.
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
import { type Amount, NANO, type Remaining } from "./budget.ts";

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
  /** Most tokens of a reply of the model; absent when a call of it cannot be bound. */
  readonly maxOutputTokens?: number | undefined;
}

/** What is reserved for a call. */
export interface CallPlan {
  /** Amount to reserve. */
  readonly amount: Amount;
  /** Most completion tokens that the call may take; absent when it is not bound. */
  readonly maxOutputTokens?: number;
}

/** Least bound of a call: with less there is hardly an answer. */
const MIN_OUTPUT_TOKENS = 256;
/** What rounding a call up to billionths of a dollar may add, with a margin. */
const ROUNDING_USD = 2 / NANO;
/** So many tokens, to find the price of one. */
const MANY_TOKENS = 1_000_000;

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
    const nanoUsd = toNano(this.#priceOf(model, inputTokens, outputTokens));
    return { calls: 1, inputTokens, outputTokens, nanoUsd };
  }

  /**
   * Plans calls that share what is left, each bound to its part: at most what its model gives, at
   * least what such calls take on average, since a tighter bound would cut most of the answers. Calls
   * are planned by estimate alone where tokens and cost have no limit and where they cannot be bound.
   */
  shareOut(calls: readonly PlannedCall[], left: Remaining): readonly CallPlan[] {
    const estimates = calls.map((call) => this.estimate(call));
    const { outputTokens = Infinity, costUsd = Infinity } = left;
    if (outputTokens === Infinity && costUsd === Infinity) {
      return estimates.map((amount) => ({ amount }));
    }
    const inputUsd = calls.reduce(
      (sum, { model }, at) => sum + this.#priceOf(model, estimates[at]!.inputTokens, 0),
      0,
    );
    const usdEach = Math.max(0, costUsd - inputUsd) / calls.length - ROUNDING_USD;
    return calls.map(({ model, maxOutputTokens }, at) => {
      const amount = estimates[at]!;
      if (maxOutputTokens === undefined) return { amount };
      const { inputTokens } = amount;
      const usdPerToken = (this.#priceOf(model, inputTokens, MANY_TOKENS) -
        this.#priceOf(model, inputTokens, 0)) / MANY_TOKENS;
      const affordable = usdPerToken > 0 ? usdEach / usdPerToken : Infinity;
      const share = Math.floor(Math.min(outputTokens / calls.length, affordable));
      const least = Math.max(MIN_OUTPUT_TOKENS, amount.outputTokens);
      const bound = Math.min(maxOutputTokens, Math.max(least, share));
      if (bound === Infinity) return { amount };
      const nanoUsd = toNano(this.#priceOf(model, inputTokens, bound));
      return { amount: { ...amount, outputTokens: bound, nanoUsd }, maxOutputTokens: bound };
    });
  }

  #priceOf(model: string, inputTokens: number, outputTokens: number): number {
    return this.#price?.(model, { inputTokens, outputTokens, cachedTokens: 0 }) ?? 0;
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

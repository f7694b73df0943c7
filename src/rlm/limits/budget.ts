/**
 * What a whole tree of runs may spend: sub-queries, tokens and money. Whoever wants to spend reserves
 * first and settles afterwards; several calls are reserved together or not at all. So parallel and
 * nested calls cannot overspend what is known beforehand, which is the number of sub-queries. Tokens
 * and money are reserved by estimate (`call_meter.ts`) and settled as they were. Calls are bound to the
 * output tokens that were reserved for them where their model can be bound: a limit on these can be
 * passed only by models that cannot, and one on input tokens or cost only by what prompts of calls
 * under way take beyond their estimate.
 *
 * Counts and compares; makes no call and knows no run.
 *
 * @module
 */

import type { LimitName, RunLimits } from "../../core/run_event.ts";

/** What calls take. Whole numbers of at least 0, so that sums are exact; money is in 1e-9 dollars. */
export interface Amount {
  /** Sub-queries. */
  readonly calls: number;
  /** Prompt tokens. */
  readonly inputTokens: number;
  /** Completion tokens. */
  readonly outputTokens: number;
  /** Billionths of a US dollar. */
  readonly nanoUsd: number;
}

/** Nothing. */
export const NOTHING: Amount = { calls: 0, inputTokens: 0, outputTokens: 0, nanoUsd: 0 };

/** Billionths in one. */
export const NANO = 1_000_000_000;

/** A limit that was reached. */
export interface ReachedLimit {
  /** Which one. */
  readonly limit: LimitName;
  /** How much was used; US dollars for `cost`, milliseconds for `time`. */
  readonly used: number;
  /** How much was allowed. */
  readonly max: number;
}

/** A limit that stands in the way of a request, and what was asked for. */
export interface Refusal extends ReachedLimit {
  /** How much more it would have been. */
  readonly asked: number;
}

/** What is left; `undefined` where there is no limit. */
export interface Remaining {
  /** Sub-queries. */
  readonly calls: number;
  /** Prompt tokens. */
  readonly inputTokens: number | undefined;
  /** Completion tokens. */
  readonly outputTokens: number | undefined;
  /** US dollars. */
  readonly costUsd: number | undefined;
}

/** Part of a budget that is held for a call. Either of its methods ends it; then both do nothing. */
export interface Reservation {
  /** What is held. */
  readonly amount: Amount;
  /** Books what was taken in place of what was held. */
  settle(taken: Amount): void;
  /** Gives back what was held: the call was never made. */
  release(): void;
}

type Quantity = keyof Amount;

const QUANTITIES: readonly (readonly [Quantity, LimitName, scale: number])[] = [
  ["calls", "llm-calls", 1],
  ["inputTokens", "input-tokens", 1],
  ["outputTokens", "output-tokens", 1],
  ["nanoUsd", "cost", NANO],
];

/** The account of a tree of runs. */
export class Budget {
  readonly #max: Readonly<Record<Quantity, number>>;
  #spent: Amount = NOTHING;
  #reserved: Amount = NOTHING;

  /** Opens an account on which nothing was spent. */
  constructor(limits: RunLimits) {
    this.#max = {
      calls: limits.maxLlmCalls,
      inputTokens: limits.maxInputTokens ?? Infinity,
      outputTokens: limits.maxOutputTokens ?? Infinity,
      nanoUsd: limits.maxCostUsd === undefined ? Infinity : Math.floor(limits.maxCostUsd * NANO),
    };
  }

  /** What calls that are over took. */
  get spent(): Amount {
    return this.#spent;
  }

  /** What is held for others. */
  get reserved(): Amount {
    return this.#reserved;
  }

  /** What can still be reserved. */
  get remaining(): Remaining {
    const left = (quantity: Quantity): number =>
      Math.max(0, this.#max[quantity] - this.#spent[quantity] - this.#reserved[quantity]);
    const known = (value: number): number | undefined => Number.isFinite(value) ? value : undefined;
    return {
      calls: left("calls"),
      inputTokens: known(left("inputTokens")),
      outputTokens: known(left("outputTokens")),
      costUsd: known(left("nanoUsd") / NANO),
    };
  }

  /** The limit that stands in the way of reserving so much, if one does. */
  findRefusal(asked: Amount): Refusal | undefined {
    for (const [quantity, limit, scale] of QUANTITIES) {
      const used = this.#spent[quantity] + this.#reserved[quantity];
      if (asked[quantity] === 0 || used + asked[quantity] <= this.#max[quantity]) continue;
      const max = this.#max[quantity] / scale;
      return { limit, used: used / scale, asked: asked[quantity] / scale, max };
    }
    return undefined;
  }

  /** Reserves all of the amounts or none; the limit in the way is the answer when it is none. */
  reserve(amounts: readonly Amount[]): readonly Reservation[] | Refusal {
    const refusal = this.findRefusal(amounts.reduce(add, NOTHING));
    return refusal ?? amounts.map((amount) => this.#hold(amount));
  }

  #hold(amount: Amount): Reservation {
    this.#reserved = add(this.#reserved, amount);
    let held = true;
    const end = (taken: Amount): void => {
      if (!held) return;
      held = false;
      this.#reserved = subtract(this.#reserved, amount);
      this.#spent = add(this.#spent, taken);
    };
    return { amount, settle: end, release: () => end(NOTHING) };
  }
}

/** Whether a request was refused. */
export function isRefusal<T extends object>(answer: T | Refusal): answer is Refusal {
  return "asked" in answer;
}

/** The sum of two amounts. */
export function add(a: Amount, b: Amount): Amount {
  return combine(a, b, 1);
}

function subtract(a: Amount, b: Amount): Amount {
  return combine(a, b, -1);
}

function combine(a: Amount, b: Amount, sign: 1 | -1): Amount {
  return {
    calls: a.calls + sign * b.calls,
    inputTokens: a.inputTokens + sign * b.inputTokens,
    outputTokens: a.outputTokens + sign * b.outputTokens,
    nanoUsd: a.nanoUsd + sign * b.nanoUsd,
  };
}

/**
 * The account of one run in a tree of runs: its turns, its failures in a row, and what it and its
 * children took. Every model call is admitted here first, against the budget of the whole tree.
 *
 * A run always holds back what one last call would take, so that it can still give the answer it has
 * when a limit ends it. Time is kept by `run_clock.ts`.
 *
 * @module
 */

import type { PriceCall } from "../../lm/price.ts";
import { addUsage, NO_USAGE, type Usage } from "../../core/lm.ts";
import type { RunLimits } from "../../core/run_event.ts";
import {
  add,
  type Amount,
  Budget,
  isRefusal,
  NANO,
  NOTHING,
  type ReachedLimit,
  type Refusal,
  type Remaining,
  type Reservation,
} from "./budget.ts";
import { CallMeter, type CallPlan, type PlannedCall } from "./call_meter.ts";

/** A call that may be made. It ends by one of the two. */
export interface Admission {
  /** Most completion tokens that it may take, so that the limits hold; absent when none is due. */
  readonly maxOutputTokens?: number;
  /**
   * Books what it took. Of a call that failed or was called off this may not be known: then what was
   * reserved for it is booked, as an estimate.
   */
  settle(usage: Usage | undefined): void;
  /** It was never made. */
  release(): void;
}

/** Bytes that the request for a last answer adds to a conversation, about. */
const EXTRACT_BYTES = 1_500;
/** Bytes of the first request of a child, about. */
const CHILD_BYTES = 8_000;

interface Family {
  readonly parent: RunAccount;
  readonly hold: Reservation;
}

/** What a run spends, against the limits. */
export class RunAccount {
  /** The limits. */
  readonly limits: RunLimits;
  readonly #budget: Budget;
  readonly #meter: CallMeter;
  readonly #parent: RunAccount | undefined;
  #hold: Reservation | undefined;
  #iterations = 0;
  #queries = 0;
  #llmCalls = 0;
  #failures = 0;
  #usage: Usage = NO_USAGE;

  private constructor(
    limits: RunLimits,
    shared: { readonly budget: Budget; readonly meter: CallMeter },
    family?: Family,
  ) {
    this.limits = limits;
    this.#budget = shared.budget;
    this.#meter = shared.meter;
    this.#parent = family?.parent;
    this.#hold = family?.hold;
  }

  /** Opens the account of an outermost run, and with it the budget of its tree. */
  static open(limits: RunLimits, price?: PriceCall): RunAccount {
    return new RunAccount(limits, { budget: new Budget(limits), meter: new CallMeter(price) });
  }

  /** Planner turns taken. */
  get iterations(): number {
    return this.#iterations;
  }

  /** Sub-queries made, those of the children and their turns included. */
  get llmCalls(): number {
    return this.#llmCalls;
  }

  /** Tokens taken, those of the children included. */
  get usage(): Usage {
    return this.#usage;
  }

  /** Turns left to this run after the one under way. */
  get turnsLeft(): number {
    return Math.max(0, this.limits.maxIterations - this.#iterations);
  }

  /** What is left to the whole tree. */
  get remaining(): Remaining {
    return this.#budget.remaining;
  }

  /** The limit that ends the loop before its next turn, whatever that would take. */
  findReached(): ReachedLimit | undefined {
    const { maxErrors, maxIterations } = this.limits;
    if (this.#failures >= maxErrors) {
      return { limit: "errors", used: this.#failures, max: maxErrors };
    }
    if (this.#iterations >= maxIterations) {
      return { limit: "iterations", used: this.#iterations, max: maxIterations };
    }
    return undefined;
  }

  /** Admits a turn if it fits together with a last call after it; counts it then. */
  admitTurn(call: PlannedCall): Admission | ReachedLimit {
    const last = this.#estimatePlanner({ ...call, bytes: call.bytes + EXTRACT_BYTES });
    this.#releaseHold();
    const turn = this.#planPlanner(call, last);
    const held = this.#budget.reserve([turn.amount, last]);
    if (isRefusal(held)) {
      this.#holdBack(last);
      return toReached(held);
    }
    this.#hold = held[1]!;
    this.#iterations++;
    return this.#admission(held[0]!, { call, plan: turn });
  }

  /** Notes how a turn ended; a good one ends the row of failures. */
  endTurn(failed: boolean): void {
    this.#failures = failed ? this.#failures + 1 : 0;
  }

  /** Admits the last call, from what was held back for it; the limit in its way otherwise. */
  admitLast(call: PlannedCall): Admission | ReachedLimit {
    this.#releaseHold();
    const plan = this.#planPlanner(call, NOTHING);
    const held = this.#budget.reserve([plan.amount]);
    return isRefusal(held) ? toReached(held) : this.#admission(held[0]!, { call, plan });
  }

  /** Admits all of these sub-queries or none. */
  admitQueries(calls: readonly PlannedCall[]): readonly Admission[] | Refusal {
    const plans = this.#meter.shareOut(calls, this.#shareOf(NOTHING, 0.5));
    const held = this.#budget.reserve(plans.map(({ amount }) => amount));
    if (isRefusal(held)) return held;
    return held.map((reservation, index) => {
      return this.#admission(reservation, { call: calls[index]!, plan: plans[index]! });
    });
  }

  /**
   * Opens accounts for `count` children or none. Every one holds two calls to begin with: a turn and
   * a last answer.
   */
  admitChildren(count: number, planner: string): readonly RunAccount[] | Refusal {
    const call = this.#meter.estimate({ model: planner, bytes: CHILD_BYTES });
    const held = this.#budget.reserve(Array.from({ length: count }, () => add(call, call)));
    if (isRefusal(held)) return held;
    const shared = { budget: this.#budget, meter: this.#meter };
    return held.map((hold) => new RunAccount(this.limits, shared, { parent: this, hold }));
  }

  /** The number of the next sub-query of this run, from 1. */
  nextQuery(): number {
    return ++this.#queries;
  }

  /** Gives back what is held; the run is over. */
  close(): void {
    this.#releaseHold();
  }

  /** A turn of a child is made for guest code: it counts as a sub-query. */
  #estimatePlanner(call: PlannedCall): Amount {
    const amount = this.#meter.estimate(call);
    return this.#parent === undefined ? { ...amount, calls: 0 } : amount;
  }

  /** Plans a planner's call, with what is left when `last` has been set aside. */
  #planPlanner(call: PlannedCall, last: Amount): CallPlan {
    // Nothing else of its tree goes on while an outermost run waits for its planner.
    const share = this.#parent === undefined ? 1 : 0.5;
    const [plan] = this.#meter.shareOut([call], this.#shareOf(last, share));
    const { amount } = plan!;
    return { ...plan!, amount: this.#parent === undefined ? { ...amount, calls: 0 } : amount };
  }

  /** So much of what is left, `aside` taken off: the rest is for whoever asks meanwhile. */
  #shareOf(aside: Amount, share: number): Remaining {
    const { outputTokens, costUsd, ...left } = this.#budget.remaining;
    return {
      ...left,
      outputTokens: outputTokens === undefined
        ? undefined
        : Math.max(0, outputTokens - aside.outputTokens) * share,
      costUsd: costUsd === undefined
        ? undefined
        : Math.max(0, costUsd - aside.nanoUsd / NANO) * share,
    };
  }

  #admission(
    held: Reservation,
    { call, plan }: { readonly call: PlannedCall; readonly plan: CallPlan },
  ): Admission {
    const { maxOutputTokens } = plan;
    return {
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      settle: (usage: Usage | undefined): void => {
        const { calls } = held.amount;
        if (usage === undefined) held.settle(held.amount);
        else held.settle({ ...this.#meter.measure(call, usage), calls });
        this.#book(calls, usage ?? estimateOf(held.amount));
      },
      release: () => held.release(),
    };
  }

  #book(calls: number, usage: Usage): void {
    this.#llmCalls += calls;
    this.#usage = addUsage(this.#usage, usage);
    if (this.#parent !== undefined) this.#parent.#book(calls, usage);
  }

  #holdBack(amount: Amount): void {
    const held = this.#budget.reserve([amount]);
    if (!isRefusal(held)) this.#hold = held[0];
  }

  #releaseHold(): void {
    this.#hold?.release();
    this.#hold = undefined;
  }
}

/** An amount as tokens that nobody counted. */
function estimateOf({ inputTokens, outputTokens }: Amount): Usage {
  return { inputTokens, outputTokens, cachedTokens: 0, estimatedCalls: 1 };
}

function toReached({ limit, used, max }: Refusal): ReachedLimit {
  return { limit, used, max };
}

import { assert, assertEquals } from "@std/assert";
import type { RunLimits } from "../../../src/core/run_event.ts";
import {
  add,
  type Amount,
  Budget,
  isRefusal,
  NANO,
  NOTHING,
  type Reservation,
} from "../../../src/rlm/limits/budget.ts";
import { DEFAULT_LIMITS } from "../../../src/rlm/limits/limit_table.ts";

const LIMITS: RunLimits = {
  ...DEFAULT_LIMITS,
  maxLlmCalls: 10,
  maxInputTokens: 1_000,
  maxOutputTokens: 500,
  maxCostUsd: 0.5,
};

const amount = (given: Partial<Amount>): Amount => ({ ...NOTHING, ...given });

function reserve(budget: Budget, given: Partial<Amount>): Reservation {
  const held = budget.reserve([amount(given)]);
  assert(!isRefusal(held));
  return held[0]!;
}

/** Which limit, what is reserved first, what is asked then, used and asked as told. */
const REFUSED: readonly (readonly [string, Partial<Amount>, Partial<Amount>, number, number])[] = [
  ["llm-calls", { calls: 8 }, { calls: 3 }, 8, 3],
  ["input-tokens", { inputTokens: 900 }, { inputTokens: 101 }, 900, 101],
  ["output-tokens", { outputTokens: 500 }, { outputTokens: 1 }, 500, 1],
  ["cost", { nanoUsd: 0.25 * NANO }, { nanoUsd: 0.5 * NANO }, 0.25, 0.5],
];

for (const [limit, first, then, used, asked] of REFUSED) {
  Deno.test(`Budget refuses what is over the limit on ${limit}, settled or not`, () => {
    const budget = new Budget(LIMITS);
    const held = reserve(budget, first);
    const max = { "llm-calls": 10, "input-tokens": 1_000, "output-tokens": 500, cost: 0.5 }[limit]!;
    assertEquals({ ...budget.findRefusal(amount(then)) }, { limit, used, asked, max } as never);
    held.settle(held.amount);
    assertEquals(budget.findRefusal(amount(then))?.used, used);
  });
}

Deno.test("Budget reserves several amounts together or not at all", () => {
  const budget = new Budget(LIMITS);
  const held = budget.reserve([amount({ calls: 6 }), amount({ calls: 5 })]);
  assert(isRefusal(held) && held.asked === 11);
  assertEquals(budget.reserved, NOTHING);
});

Deno.test("Budget gives back what is released, once", () => {
  const budget = new Budget(LIMITS);
  const held = reserve(budget, { calls: 4, inputTokens: 100 });
  held.release();
  held.release();
  held.settle(held.amount);
  assertEquals([budget.reserved, budget.spent], [NOTHING, NOTHING]);
});

Deno.test("Budget without limits on tokens and cost refuses none of them", () => {
  const budget = new Budget(DEFAULT_LIMITS);
  reserve(budget, { inputTokens: 1e12, outputTokens: 1e12, nanoUsd: 1e15 });
  assertEquals(budget.remaining, {
    calls: 50,
    inputTokens: undefined,
    outputTokens: undefined,
    costUsd: undefined,
  });
});

Deno.test("Budget lets calls under way go over what they had reserved, and no others in", () => {
  const budget = new Budget(LIMITS);
  const held = reserve(budget, { outputTokens: 400 });
  held.settle(amount({ outputTokens: 900 }));
  assertEquals(budget.remaining.outputTokens, 0);
  assertEquals(budget.findRefusal(amount({ outputTokens: 1 }))?.used, 900);
  assertEquals(budget.findRefusal(amount({ inputTokens: 1 })), undefined);
});

/** A repeatable source of whole numbers below `max` (xorshift32). */
function randomOf(seed: number): (max: number) => number {
  let state = seed;
  return (max) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % max;
  };
}

for (let seed = 1; seed <= 50; seed++) {
  Deno.test(`Budget keeps its limits and its sums under any interleaving: seed ${seed}`, () => {
    const random = randomOf(seed * 2_654_435_761);
    const budget = new Budget(LIMITS);
    const open = new Map<Reservation, Amount>();
    let spent: Amount = NOTHING;
    const any = (): Amount => ({
      calls: random(3),
      inputTokens: random(120),
      outputTokens: random(60),
      nanoUsd: random(60_000_000),
    });
    for (let at = 0; at < 400; at++) {
      const [reservation] = [...open.keys()].slice(random(open.size + 1));
      if (reservation !== undefined && random(2) === 0) {
        const taken = random(4) === 0 ? NOTHING : reservation.amount;
        open.delete(reservation);
        if (random(3) === 0) reservation.release();
        else {
          reservation.settle(taken);
          spent = add(spent, taken);
        }
      } else {
        const asked = Array.from({ length: 1 + random(4) }, any);
        const held = budget.reserve(asked);
        if (!isRefusal(held)) { for (const each of held) open.set(each, each.amount); }
        else assert(held.used + held.asked > held.max);
      }
      const reserved = [...open.values()].reduce(add, NOTHING);
      assertEquals([budget.reserved, budget.spent], [reserved, spent]);
      const total = add(reserved, spent);
      assert(total.calls <= 10 && total.inputTokens <= 1_000 && total.outputTokens <= 500);
      assert(total.nanoUsd <= 0.5 * NANO);
      assert(Object.values(budget.remaining).every((left) => left !== undefined && left >= 0));
    }
  });
}

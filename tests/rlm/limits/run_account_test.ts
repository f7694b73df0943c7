import { assert, assertEquals } from "@std/assert";
import { NO_USAGE, type Usage } from "../../../src/core/lm.ts";
import type { RunLimits } from "../../../src/core/run_event.ts";
import { isRefusal } from "../../../src/rlm/limits/budget.ts";
import type { PriceCall } from "../../../src/lm/price.ts";
import { CallMeter, countBytes } from "../../../src/rlm/limits/call_meter.ts";
import { describeRefusal } from "../../../src/rlm/limits/refusals.ts";
import { type Admission, RunAccount } from "../../../src/rlm/limits/run_account.ts";
import { DEFAULT_LIMITS } from "../../../src/rlm/limits/limit_table.ts";

const usage = (inputTokens: number, outputTokens: number): Usage => {
  return { inputTokens, outputTokens, cachedTokens: 0 };
};
/** 3,500 bytes: 1,000 tokens in and 1,000 out before anything is known of the model. */
const CALL = { model: "m", bytes: 3_500 };

function open(limits: Partial<RunLimits> = {}, price?: PriceCall): RunAccount {
  return RunAccount.open({ ...DEFAULT_LIMITS, ...limits }, price);
}

function admitted(answer: Admission | { readonly limit: string }): Admission {
  assert("settle" in answer, JSON.stringify(answer));
  return answer;
}

Deno.test("CallMeter guesses 3.5 bytes a token and 1,000 tokens of output at first", () => {
  assertEquals(new CallMeter().estimate(CALL), {
    calls: 1,
    inputTokens: 1_000,
    outputTokens: 1_000,
    nanoUsd: 0,
  });
  assertEquals([countBytes("abc"), countBytes("日本語")], [3, 9]);
});

Deno.test("CallMeter learns from the calls of the same model", () => {
  const meter = new CallMeter();
  for (let at = 0; at < 9; at++) meter.measure(CALL, usage(2_000, 100));
  const { inputTokens, outputTokens } = meter.estimate(CALL);
  assertEquals([inputTokens, outputTokens], [1_900, 190]);
  assertEquals(meter.estimate({ ...CALL, model: "other" }).inputTokens, 1_000);
});

Deno.test("CallMeter learns nothing from a model that does not count", () => {
  const meter = new CallMeter();
  for (let at = 0; at < 9; at++) meter.measure(CALL, NO_USAGE);
  assertEquals(meter.estimate(CALL).inputTokens, 1_000);
});

Deno.test("CallMeter takes the cost that the call tells before the price", () => {
  const meter = new CallMeter((_model, { inputTokens }) => inputTokens / 1_000);
  assertEquals(meter.estimate(CALL).nanoUsd, 1e9);
  assertEquals(meter.measure(CALL, usage(3_000, 1)).nanoUsd, 3e9);
  assertEquals(meter.measure(CALL, { ...usage(3_000, 1), costUsd: 0.25 }).nanoUsd, 25e7);
});

Deno.test("RunAccount counts turns and what they took", () => {
  const account = open();
  admitted(account.admitTurn(CALL)).settle(usage(10, 2));
  admitted(account.admitTurn(CALL)).settle(usage(10, 2));
  assertEquals([account.iterations, account.llmCalls, account.turnsLeft], [2, 0, 18]);
  assertEquals([account.usage.inputTokens, account.usage.outputTokens], [20, 4]);
});

Deno.test("RunAccount admits a turn only together with a last call after it", () => {
  assert("settle" in open({ maxOutputTokens: 2_000 }).admitTurn(CALL));
  const account = open({ maxOutputTokens: 1_999 });
  assertEquals(account.admitTurn(CALL), { limit: "output-tokens", used: 0, max: 1_999 });
  assertEquals(account.iterations, 0);
  assert("settle" in account.admitLast(CALL));
});

Deno.test("RunAccount keeps sub-queries from what is held back for the last call", () => {
  const account = open({ maxOutputTokens: 3_000 });
  admitted(account.admitTurn(CALL)).settle(usage(1_000, 1_000));
  assertEquals(account.remaining.outputTokens, 1_000);
  assert(isRefusal(account.admitQueries([CALL, CALL])));
  const [query] = account.admitQueries([CALL]) as readonly Admission[];
  query!.settle(usage(1_000, 1_000));
  assert("limit" in account.admitTurn(CALL));
  admitted(account.admitLast(CALL)).settle(usage(1_000, 900));
  assertEquals([account.usage.outputTokens, account.remaining.outputTokens], [2_900, 100]);
});

Deno.test("RunAccount refuses a last call that does not fit any more", () => {
  const account = open({ maxOutputTokens: 2_000 });
  admitted(account.admitTurn(CALL)).settle(usage(1_000, 1_900));
  assertEquals(account.admitLast(CALL), { limit: "output-tokens", used: 1_900, max: 2_000 });
});

Deno.test("RunAccount counts a sub-query that failed, and none that was never made", () => {
  const account = open({ maxLlmCalls: 2 });
  const [one, two] = account.admitQueries([CALL, CALL]) as readonly Admission[];
  one!.settle(NO_USAGE);
  two!.release();
  assertEquals([account.llmCalls, account.remaining.calls], [1, 1]);
});

Deno.test("RunAccount counts a child's turns as sub-queries of the whole tree", () => {
  const account = open({ maxLlmCalls: 4, maxDepth: 2 });
  const [child] = account.admitChildren(1, "m") as readonly RunAccount[];
  assertEquals(account.remaining.calls, 2);
  admitted(child!.admitTurn(CALL)).settle(usage(10, 1));
  const [query] = child!.admitQueries([CALL]) as readonly Admission[];
  query!.settle(usage(5, 1));
  admitted(child!.admitTurn(CALL)).settle(usage(10, 1));
  assertEquals(child!.admitTurn(CALL), { limit: "llm-calls", used: 3, max: 4 });
  admitted(child!.admitLast(CALL)).settle(usage(10, 1));
  child!.close();
  assertEquals([child!.iterations, child!.llmCalls, account.llmCalls], [2, 4, 4]);
  assertEquals([account.iterations, account.usage.inputTokens, account.remaining.calls], [
    0,
    35,
    0,
  ]);
});

Deno.test("RunAccount opens accounts for all children or for none", () => {
  const account = open({ maxLlmCalls: 5, maxDepth: 2 });
  const refusal = account.admitChildren(3, "m");
  assert(isRefusal(refusal) && refusal.asked === 6);
  for (const child of account.admitChildren(2, "m") as readonly RunAccount[]) child.close();
  assertEquals(account.remaining.calls, 5);
});

Deno.test("RunAccount limits the cost by its price", () => {
  const account = open({ maxCostUsd: 0.05 }, () => 0.02);
  admitted(account.admitTurn(CALL)).settle(usage(1, 1));
  const refusal = account.admitQueries([CALL, CALL]);
  assert(isRefusal(refusal));
  assertEquals(
    describeRefusal(refusal),
    "Cost limit exceeded: $0.04 + about $0.04 > $0.05. " +
      "Use Python code for aggregation instead of more LLM calls, or shorter prompts",
  );
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

for (let seed = 1; seed <= 30; seed++) {
  Deno.test(`RunAccount never makes more calls than allowed in a tree of runs: seed ${seed}`, () => {
    const random = randomOf(seed * 2_654_435_761);
    const root = open({ maxLlmCalls: 25, maxDepth: 3, maxIterations: 1_000 });
    const runs: RunAccount[] = [root];
    const calls: { readonly run: RunAccount; readonly admission: Admission }[] = [];
    let made = 0;
    const keep = (run: RunAccount, admissions: readonly Admission[]): void => {
      for (const admission of admissions) calls.push({ run, admission });
    };
    const settleOne = (): void => {
      const [call] = calls.splice(random(calls.length), 1);
      if (random(5) === 0) return call!.admission.release();
      const before = root.llmCalls;
      call!.admission.settle(usage(random(100), random(100)));
      made += root.llmCalls - before;
    };
    for (let at = 0; at < 300; at++) {
      const run = runs[random(runs.length)]!;
      const action = random(5);
      if (action === 0 && calls.length > 0) settleOne();
      if (action === 1) {
        const turn = run.admitTurn(CALL);
        if ("settle" in turn) keep(run, [turn]);
      }
      if (action === 2) {
        const queries = run.admitQueries(Array(1 + random(4)).fill(CALL));
        if (!isRefusal(queries)) keep(run, queries);
      }
      if (action === 3) {
        const children = run.admitChildren(1 + random(3), "m");
        if (!isRefusal(children)) runs.push(...children);
      }
      if (action === 4 && run !== root) {
        const last = run.admitLast(CALL);
        if ("settle" in last) keep(run, [last]);
        run.close();
      }
      assert(root.llmCalls <= 25 && root.remaining.calls <= 25 - root.llmCalls);
    }
    while (calls.length > 0) settleOne();
    for (const run of runs) run.close();
    assertEquals([root.llmCalls, root.remaining.calls], [made, 25 - made]);
  });
}

Deno.test("RunAccount books what was reserved for a call of which nothing is known", () => {
  const account = open();
  admitted(account.admitTurn(CALL)).settle(undefined);
  assertEquals(account.usage, { ...usage(1_000, 1_000), estimatedCalls: 1 });
});

Deno.test("RunAccount binds calls to their share of what is left, if their model can be bound", () => {
  const bound = { ...CALL, maxOutputTokens: 16_000 };
  const account = open({ maxOutputTokens: 20_000 });
  const turn = admitted(account.admitTurn(bound));
  assertEquals(turn.maxOutputTokens, 16_000);
  turn.settle(usage(1_000, 1_000));
  const queries = account.admitQueries([bound, bound, CALL]) as readonly Admission[];
  assertEquals(queries.map((each) => each.maxOutputTokens), [3_000, 3_000, undefined]);
  assertEquals(account.remaining.outputTokens, 11_000);
  assertEquals(admitted(open().admitTurn(bound)).maxOutputTokens, undefined);
  assertEquals(
    admitted(open({ maxInputTokens: 9_000 }).admitTurn(bound)).maxOutputTokens,
    undefined,
  );
});

Deno.test("RunAccount binds calls by their cost", () => {
  const bound = { ...CALL, maxOutputTokens: Infinity };
  const price: PriceCall = (_model, { inputTokens, outputTokens }) =>
    (inputTokens + 10 * outputTokens) / 1e6;
  const account = open({ maxCostUsd: 0.102 }, price);
  const [query] = account.admitQueries([bound]) as readonly Admission[];
  assertEquals(query!.maxOutputTokens, 4_999);
  assert(!isRefusal(account.admitQueries([bound, bound])));
});

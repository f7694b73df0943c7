/**
 * What turns and runs took: tokens and cost of the planner, of sub-queries, of child runs.
 *
 * @module
 */

import type { RunItem, ShownUsage, TurnItem } from "../page_data.ts";
import type { RunStore } from "./store.ts";

/** Nothing. */
const NO_TOKENS: ShownUsage = { input: 0, output: 0, cached: 0 };

/** What a turn took. */
export interface TurnSpending {
  /** The planner's reply. */
  readonly planner: ShownUsage;
  /** What the code asked of models, child runs included. */
  readonly queries: ShownUsage;
  /** Both. */
  readonly total: ShownUsage;
}

/** The sum of two usages. */
function addTokens(a: ShownUsage, b: ShownUsage): ShownUsage {
  const cost = a.costUsd === undefined && b.costUsd === undefined
    ? {}
    : { costUsd: (a.costUsd ?? 0) + (b.costUsd ?? 0) };
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cached: a.cached + b.cached,
    ...cost,
    ...(a.isPartlyUnpriced || b.isPartlyUnpriced ? { isPartlyUnpriced: true } : {}),
    ...(a.isEstimated || b.isEstimated ? { isEstimated: true } : {}),
  };
}

/** What a turn took, as far as it is on record. */
export function spendingOf(store: RunStore, turn: TurnItem): TurnSpending {
  const planner = turn.usage ?? NO_TOKENS;
  let queries = NO_TOKENS;
  for (const call of store.callsOf(turn)) {
    if (call.usage !== undefined) queries = addTokens(queries, call.usage);
    const child = store.childOf(call);
    if (child !== undefined) queries = addTokens(queries, runUsage(store, child));
  }
  return { planner, queries, total: addTokens(planner, queries) };
}

/** What a run took with its children: as its end says, or as far as it is on record. */
export function runUsage(store: RunStore, run: RunItem): ShownUsage {
  if (run.totals.usage !== undefined) return run.totals.usage;
  return store.turnsOf(run.id)
    .map((turn) => spendingOf(store, turn).total)
    .reduce(addTokens, run.extract?.usage ?? NO_TOKENS);
}

/** Sub-queries of a run with those of its children, whose turns count as well. */
export function countCalls(store: RunStore, run: RunItem): number {
  if (run.totals.calls !== undefined) return run.totals.calls;
  let count = 0;
  for (const turn of store.turnsOf(run.id)) {
    for (const call of store.callsOf(turn)) {
      if (call.kind === "query") count++;
      const child = store.childOf(call);
      if (child !== undefined) count += countCalls(store, child) + store.turnsOf(child.id).length;
    }
  }
  return count;
}

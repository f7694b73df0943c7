/**
 * The limits of the run, and how much of each was used.
 *
 * @module
 */

import type { RunItem, TurnItem } from "../page_data.ts";
import { el, refill } from "./dom.ts";
import { formatCount, formatDollars, formatDuration } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { countCalls, runUsage } from "./spending.ts";

/** A limit and what was used of it. */
interface Use {
  readonly name: string;
  readonly used: number;
  readonly max: number;
  readonly format: (amount: number) => string;
}

/** Limits with their use. */
export class LimitsView {
  /** The card. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #holder = el("dl", { class: "limits" });

  /** Makes it empty. */
  constructor(page: PageContext) {
    this.#page = page;
    this.element = el("section", { class: "card" }, el("h2", {}, "Limits"), this.#holder);
  }

  /** Shows what was used by now. */
  update(): void {
    const { root } = this.#page.store;
    const uses = root === undefined ? [] : listUses(this.#page, root);
    this.element.hidden = uses.length === 0;
    refill(this.#holder, ...uses.map(meterOf));
  }
}

function listUses({ store }: PageContext, run: RunItem): readonly Use[] {
  const { limits, timeoutMs } = run;
  const usage = runUsage(store, run);
  const turns = store.turnsOf(run.id);
  const all: readonly (readonly [string, number, number | undefined, Use["format"]])[] = [
    ["Turns", run.totals.turns ?? turns.length, limits.maxIterations, formatCount],
    ["Sub-queries", countCalls(store, run), limits.maxLlmCalls, formatCount],
    ["Prompt tokens", usage.input, limits.maxInputTokens, formatCount],
    ["Completion tokens", usage.output, limits.maxOutputTokens, formatCount],
    ["Cost", usage.costUsd ?? 0, limits.maxCostUsd, formatDollars],
    ["Failed turns in a row", mostFailedInARow(turns), limits.maxErrors, formatCount],
    [
      "Time",
      (run.endMs ?? store.nowMs) - run.startMs,
      timeoutMs > 0 ? timeoutMs : undefined,
      formatDuration,
    ],
  ];
  return all.flatMap(([name, used, max, format]) =>
    max === undefined || !(max > 0) ? [] : [{ name, used, max, format }]
  );
}

function mostFailedInARow(turns: readonly TurnItem[]): number {
  let most = 0;
  let row = 0;
  for (const { cell, endMs } of turns) {
    if (endMs === undefined) continue;
    row = cell?.status === "ok" || cell?.status === "submitted" ? 0 : row + 1;
    most = Math.max(most, row);
  }
  return most;
}

function meterOf({ format, max, name, used }: Use): HTMLElement {
  const share = Math.min(1, Math.max(0, used / max));
  const fill = el("i");
  fill.style.setProperty("--share", share.toFixed(4));
  return el(
    "div",
    { class: share >= 1 ? "full" : share >= 0.8 ? "near" : undefined },
    el("dt", {}, name),
    el("dd", {}, `${format(used)} of ${format(max)}`),
    el("dd", { class: "meter", "aria-hidden": true }, fill),
  );
}

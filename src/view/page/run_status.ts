/**
 * How a run ended, and its figures in a row.
 *
 * @module
 */

import type { RunItem, ShownUsage } from "../page_data.ts";
import { el } from "./dom.ts";
import { formatCost, formatCount, formatDuration, formatShort } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { countCalls, runUsage } from "./spending.ts";

/** How good an end is. */
type Tone = "good" | "fair" | "bad" | "open";

const STATUS: Readonly<Record<string, readonly [text: string, tone: Tone]>> = {
  submitted: ["Submitted", "good"],
  extracted: ["Extracted at a limit", "fair"],
  limit: ["Ended at a limit, no answer", "bad"],
  failed: ["Failed", "bad"],
};

type Figure = readonly [label: string, value: string, title: string];

/** How a run ended, in words. */
function statusText(page: PageContext, run: RunItem): readonly [text: string, tone: Tone] {
  if (run.status === "open") {
    return page.isLive ? ["Running", "open"] : ["No end on record", "fair"];
  }
  if (run.error?.label === "interrupted") return ["Interrupted", "fair"];
  return STATUS[run.status] ?? ["Ended", "fair"];
}

/** How a run ended, to be seen at once. */
export function statusPill(page: PageContext, run: RunItem): HTMLElement {
  const [text, tone] = statusText(page, run);
  return el("span", { class: `pill ${tone}` }, text);
}

/** Time, turns, sub-queries, tokens and cost of a run. */
export function runFigures(page: PageContext, run: RunItem): HTMLElement {
  const { store } = page;
  const usage = runUsage(store, run);
  const cost = formatCost(usage);
  const turns = run.totals.turns ?? store.turnsOf(run.id).length;
  const calls = countCalls(store, run);
  const figures: readonly Figure[] = [
    ["time", formatDuration((run.endMs ?? store.nowMs) - run.startMs), "From start to end"],
    [turns === 1 ? "turn" : "turns", formatCount(turns), "Planner turns taken"],
    [
      calls === 1 ? "sub-query" : "sub-queries",
      formatCount(calls),
      "Sub-queries made, those of child runs and their turns included",
    ],
    ...(usage.input + usage.output > 0 ? tokenFigures(usage) : []),
    ...(usage.cached > 0
      ? [["cached", formatShort(usage.cached), "Prompt tokens from the provider's cache"] as const]
      : []),
    ...(cost === "" ? [] : [["cost", cost, costTitle(usage)] as const]),
  ];
  return el(
    "dl",
    { class: "figures-row" },
    ...figures.map(([label, value, title]) =>
      el("div", { title }, el("dd", {}, value), el("dt", {}, label))
    ),
  );
}

function tokenFigures({ input, output }: ShownUsage): readonly Figure[] {
  return [
    ["tokens in", formatShort(input), `${formatCount(input)} prompt tokens`],
    ["tokens out", formatShort(output), `${formatCount(output)} completion tokens`],
  ];
}

function costTitle(usage: ShownUsage): string {
  if (usage.isPartlyUnpriced) return "US dollars; the price of some calls is not known";
  return usage.isEstimated ? "US dollars, partly estimated" : "US dollars";
}

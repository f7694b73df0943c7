/**
 * What each turn took, as columns: tokens of the planner and of what its code asked, and dollars where
 * they are known.
 *
 * @module
 */

import type { TurnItem } from "../page_data.ts";
import { el, refill, svg } from "./dom.ts";
import { describeTokens, formatCost, formatDollars, formatShort } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { spendingOf, type TurnSpending } from "./spending.ts";
import type { Tooltip } from "./tooltip.ts";

const WIDTH = 320;
const HEIGHT = 96;
const WIDEST = 52;

/** A part of a column. */
interface Slice {
  readonly kind: "cached" | "input" | "output" | "query" | "cost";
  readonly amount: number;
}

/** The charts. */
export class TokenChart {
  /** The card. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #tooltip: Tooltip;
  readonly #holder = el("div");

  /** Makes it empty. */
  constructor(page: PageContext, tooltip: Tooltip) {
    this.#page = page;
    this.#tooltip = tooltip;
    this.element = el(
      "section",
      { class: "card chart", "aria-label": "Tokens and cost" },
      this.#holder,
    );
  }

  /** Draws what there is by now. */
  update(): void {
    const { store } = this.#page;
    const turns = store.turnsOf("");
    const spent = turns.map((turn) => ({ turn, ...spendingOf(store, turn) }));
    const hasTokens = spent.some(({ total }) => total.input + total.output > 0);
    const hasCost = spent.some(({ total }) => (total.costUsd ?? 0) > 0);
    this.element.hidden = !hasTokens;
    if (!hasTokens) return;
    refill(
      this.#holder,
      el("h2", {}, "Tokens per turn"),
      this.#chart(spent, {
        slices: tokenSlices,
        format: formatShort,
        label: "Tokens of each turn",
      }),
      legendOf(spent),
      hasCost && el("h2", {}, "Cost per turn"),
      hasCost && this.#chart(spent, {
        slices: ({ total }) => [{ kind: "cost", amount: total.costUsd ?? 0 }],
        format: formatDollars,
        label: "Cost of each turn in US dollars",
      }),
    );
  }

  #chart(spent: readonly Spent[], { format, label, slices }: ChartOptions): SVGElement {
    const columns = spent.map((each) => ({ turn: each.turn, spent: each, slices: slices(each) }));
    const sums = columns.map((column) =>
      column.slices.reduce((sum, { amount }) => sum + amount, 0)
    );
    const top = niceTop(sums.reduce((most, sum) => Math.max(most, sum), 0));
    const pitch = Math.min(WIDEST, WIDTH / columns.length);
    const width = Math.max(0.5, pitch - Math.min(6, pitch / 4));
    const drawn = columns.map((column, index) => {
      let y = HEIGHT;
      const parts = column.slices.filter(({ amount }) => amount > 0).map(({ amount, kind }) => {
        const height = amount / top * HEIGHT;
        y -= height;
        return svg("rect", { class: kind, x: index * pitch, y, width, height });
      });
      return svg(
        "g",
        {
          onclick: () => void this.#page.reveal({ kind: "turn", id: column.turn.id }),
          onpointermove: (event) => this.#tell(event as PointerEvent, column.spent),
          onpointerleave: () => this.#tooltip.hide(),
        },
        ...parts,
        svg("rect", { class: "touch", x: index * pitch, y: 0, width: pitch, height: HEIGHT }),
      );
    });
    return svg(
      "svg",
      { viewBox: `0 -4 ${WIDTH} ${HEIGHT + 20}`, role: "img", "aria-label": label },
      svg("line", { x1: 0, x2: WIDTH, y1: 0, y2: 0 }),
      svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }),
      ...drawn,
      svg("text", { x: WIDTH, y: 9, "text-anchor": "end" }, format(top)),
      svg("text", { x: 0, y: HEIGHT + 13 }, `turn ${spent[0]?.turn.step ?? 1}`),
      spent.length > 1 && svg(
        "text",
        {
          x: Math.max(60, spent.length * pitch - pitch / 2),
          y: HEIGHT + 13,
          "text-anchor": spent.length * pitch > WIDTH - 20 ? "end" : "middle",
        },
        String(spent.at(-1)?.turn.step ?? ""),
      ),
    );
  }

  #tell({ clientX, clientY }: PointerEvent, { planner, queries, total, turn }: Spent): void {
    const cost = formatCost(total);
    this.#tooltip.show(
      clientX,
      clientY,
      el("b", {}, `Turn ${turn.step}`),
      el("span", {}, `Planner: ${describeTokens(planner)}`),
      queries.input + queries.output > 0 &&
        el("span", {}, `Sub-queries: ${describeTokens(queries)}`),
      cost !== "" && el("span", {}, cost),
    );
  }
}

interface Spent extends TurnSpending {
  readonly turn: TurnItem;
}

interface ChartOptions {
  slices(spent: Spent): readonly Slice[];
  format(amount: number): string;
  readonly label: string;
}

function tokenSlices({ planner, queries }: Spent): readonly Slice[] {
  return [
    { kind: "cached", amount: Math.min(planner.cached, planner.input) },
    { kind: "input", amount: Math.max(0, planner.input - planner.cached) },
    { kind: "output", amount: planner.output },
    { kind: "query", amount: queries.input + queries.output },
  ];
}

/** A round number that is not less. */
function niceTop(most: number): number {
  if (!(most > 0) || !Number.isFinite(most)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8].find((step) => step * power >= most) ?? 10) * power;
}

function legendOf(spent: readonly Spent[]): HTMLElement {
  const kinds = new Set(
    spent.flatMap((each) => tokenSlices(each).filter(({ amount }) => amount > 0))
      .map(({ kind }) => kind),
  );
  const names = [
    ["input", "planner prompt"],
    ["cached", "cached"],
    ["output", "planner reply"],
    ["query", "sub-queries"],
  ] as const;
  return el(
    "ul",
    { class: "legend" },
    ...names.filter(([kind]) => kinds.has(kind))
      .map(([kind, name]) => el("li", { class: `key-${kind}` }, name)),
  );
}

/**
 * The page: puts its parts together, shows what changed in all of them, and finds the way to an item
 * through everything that it is folded into.
 *
 * @module
 */

import type { PageData, PageItems } from "../page_data.ts";
import { AnswerView } from "./answer_view.ts";
import { ChildView } from "./child_view.ts";
import { button, el, refill } from "./dom.ts";
import { formatCount } from "./format.ts";
import { listenToKeys } from "./keys.ts";
import { LimitsView } from "./limits_view.ts";
import { followRun } from "./live.ts";
import type { PageContext, Target } from "./page_context.ts";
import { labelText } from "./plain_text.ts";
import { openOwnFold, ownField } from "./own_field.ts";
import { headlineOf, RunHeader } from "./run_header.ts";
import { SearchBox } from "./search_box.ts";
import { aboutCard, inputsCard } from "./side_cards.ts";
import { RunStore } from "./store.ts";
import { themeButton } from "./theme.ts";
import { TimelineView } from "./timeline_view.ts";
import { TokenChart } from "./token_chart.ts";
import { Tooltip } from "./tooltip.ts";
import { TurnList } from "./turn_list.ts";
import type { TurnView } from "./turn_view.ts";

/** The page. */
export class RunPage implements PageContext {
  /** The items. */
  readonly store: RunStore = new RunStore();
  /** Whether the page follows its run. */
  readonly isLive: boolean;
  readonly #data: Omit<PageData, keyof PageItems>;
  readonly #tooltip = new Tooltip();
  readonly #spoken = el("div", { class: "unseen", "aria-live": "polite" });
  readonly #header: RunHeader;
  readonly #answer: AnswerView;
  readonly #timeline: TimelineView;
  readonly #chart: TokenChart;
  readonly #limits: LimitsView;
  readonly #turns: TurnList;
  readonly #search: SearchBox;
  readonly #loose = new Map<string, ChildView>();
  readonly #looseHolder = el("div");
  readonly #inputs = el("div");
  readonly #about = el("div");
  readonly #turnsTitle = el("h2");
  readonly #top = el("div", { class: "top-tools" });
  readonly #main = el("main", { "data-owner": true });
  #shownRoot: unknown;

  /** Makes the parts from what the page holds besides items. */
  constructor(data: Omit<PageData, keyof PageItems>) {
    this.#data = data;
    this.isLive = data.isLive;
    this.#header = new RunHeader(this);
    this.#answer = new AnswerView(this, "");
    this.#timeline = new TimelineView(this, this.#tooltip);
    this.#chart = new TokenChart(this, this.#tooltip);
    this.#limits = new LimitsView(this);
    this.#turns = new TurnList(this, "");
    this.#search = new SearchBox(this);
  }

  /** Puts the parts into the document. */
  mount(): void {
    const keys = listenToKeys({
      search: () => this.#search.focus(),
      found: (by) => this.#search.step(by),
      toggleAll: () => this.#toggleAll(),
      leave: () => this.#search.clear(),
    });
    this.#top.append(this.#search.element, themeButton(() => this.#timeline.redraw()), keys);
    this.#main.append(
      this.#header.element,
      this.#answer.element,
      this.#timeline.element,
      el(
        "div",
        { class: "columns" },
        el(
          "div",
          { class: "column" },
          el(
            "header",
            { class: "turns-top" },
            this.#turnsTitle,
            button("Open all", () => this.#toggleAll(), { title: "Open or close all (e)" }),
          ),
          this.#turns.element,
          this.#looseHolder,
        ),
        el(
          "aside",
          { "aria-label": "Figures and set-up" },
          this.#chart.element,
          this.#limits.element,
          this.#inputs,
          this.#about,
        ),
      ),
    );
    document.body.append(
      el(
        "nav",
        { class: "top", "aria-label": "Page" },
        el("span", { class: "brand" }, "fleet-rlm"),
        el("span", { class: "source" }, labelText(this.#data.source)),
        this.#top,
      ),
      this.#main,
      el(
        "footer",
        {},
        `Made by fleet-rlm ${this.#data.version} from ${labelText(this.#data.source)}`,
      ),
      this.#tooltip.element,
      this.#spoken,
    );
    this.#printAll();
  }

  /** Follows the run from here on. */
  follow(): void {
    const sign = followRun({
      seen: this.store.seen,
      onChange: (items) => {
        const before = this.store.turnsOf("").length;
        this.store.apply(items);
        this.update();
        const turns = this.store.turnsOf("").length;
        if (turns > before) this.announce(`Turn ${turns} has begun`);
        return this.store.root !== undefined && this.store.root.status !== "open";
      },
      onTick: () => this.#timeline.redraw(),
    });
    this.#top.prepend(sign);
  }

  /** Shows all that changed. */
  update(): void {
    const { root } = this.store;
    this.#header.update();
    this.#answer.update();
    this.#timeline.update();
    this.#chart.update();
    this.#limits.update();
    this.#turns.update();
    const count = formatCount(this.store.turnsOf("").length);
    refill(this.#turnsTitle, "Turns ", el("span", { class: "aside" }, count));
    this.#updateLoose();
    if (root === undefined || root === this.#shownRoot) return;
    this.#shownRoot = root;
    const inputs = inputsCard(root.inputs);
    refill(this.#inputs, inputs);
    refill(this.#about, aboutCard(root, headlineOf(root).isInstructions));
  }

  /** Opens an item and all that it is in; gives its element, or that of its field. */
  reveal(target: Target): HTMLElement | undefined {
    const owner = this.#open(target);
    if (owner === undefined) return undefined;
    if (target.field === undefined) {
      owner.scrollIntoView({ block: "start" });
      owner.querySelector<HTMLElement>(":scope > .head")?.focus({ preventScroll: true });
      owner.classList.remove("pointed");
      // Begins the fading anew when the same item is pointed out again.
      void owner.offsetWidth;
      owner.classList.add("pointed");
      return owner;
    }
    openOwnFold(owner, target.field);
    return ownField(owner, target.field) ?? owner;
  }

  /** Says something to those who hear the page. */
  announce(text: string): void {
    this.#spoken.textContent = text;
  }

  #open({ id, kind }: Target): HTMLElement | undefined {
    if (kind === "note") {
      this.#header.revealNote();
      return this.#main;
    }
    if (kind === "run") return id === "" ? this.#main : this.#openRun(id)?.element;
    if (kind === "turn") return this.#openTurn(id)?.element.querySelector("section") ?? undefined;
    const call = this.store.calls.get(id);
    const turn = call === undefined ? undefined : this.store.turnOf(call);
    if (call === undefined || turn === undefined) return undefined;
    return this.#openTurn(turn.id)?.openCall(call)?.element;
  }

  #openTurn(id: string): TurnView | undefined {
    const turn = this.store.turns.get(id);
    if (turn === undefined) return undefined;
    const list = turn.run === "" ? this.#turns : this.#openRun(turn.run)?.turns;
    const view = list?.view(id);
    view?.toggle(true);
    return view;
  }

  #openRun(id: string): ChildView | undefined {
    const loose = this.#loose.get(id);
    if (loose !== undefined) return loose;
    const call = this.store.parentOf(id);
    const turn = call === undefined ? undefined : this.store.turnOf(call);
    if (call === undefined || turn === undefined) return undefined;
    return this.#openTurn(turn.id)?.openCall(call)?.child;
  }

  #updateLoose(): void {
    for (const run of this.store.looseRuns()) {
      let view = this.#loose.get(run.id);
      if (view === undefined) {
        view = new ChildView(this, run.id, run.query);
        this.#loose.set(run.id, view);
        const title = el("h2", {}, `Run ${labelText(run.id)}, whose asking is not on record`);
        this.#looseHolder.append(title, view.element);
      }
      view.update();
    }
  }

  #toggleAll(): void {
    const views = this.#turns.views;
    const opens = !views.every((view) => view.isOpen);
    for (const view of views) view.toggle(opens);
  }

  /** On paper nothing can be opened, so all turns are. */
  #printAll(): void {
    let opened: readonly TurnView[] = [];
    addEventListener("beforeprint", () => {
      opened = this.#turns.views.filter((view) => !view.isOpen);
      for (const view of opened) view.toggle(true);
    });
    addEventListener("afterprint", () => {
      for (const view of opened) view.toggle(false);
    });
  }
}

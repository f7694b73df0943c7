/**
 * Calls of one kind in a turn. Rows are made a few hundred at a time, as far as someone scrolls or the
 * search goes.
 *
 * @module
 */

import type { CallItem, TurnItem } from "../page_data.ts";
import { type CallPlace, CallView } from "./call_view.ts";
import { button, el } from "./dom.ts";
import { formatCount } from "./format.ts";
import type { PageContext } from "./page_context.ts";

/** Rows made at a time. */
const BATCH = 250;

/** UTF-16 units of prompts that are compared. */
const MOST_SHARED = 5_000;

/** Least that prompts must share for it to be left out. */
const LEAST_SHARED = 24;

/** Some calls of a turn. */
export class CallList {
  /** The list and what stands below it. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #rows = el("div", { class: "calls" });
  readonly #more = button("", () => this.#showMore(), { class: "more" });
  readonly #views = new Map<string, CallView>();
  #calls: readonly CallItem[] = [];
  #turn: TurnItem;
  #shown = BATCH;

  /** Makes it without any row. */
  constructor(page: PageContext, turn: TurnItem) {
    this.#page = page;
    this.#turn = turn;
    this.element = el("div", {}, this.#rows, this.#more);
    // What follows is made before someone has scrolled to the end of what is there.
    new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) this.#showMore();
    }, { rootMargin: "800px" }).observe(this.#more);
  }

  /** Shows these calls. */
  update(calls: readonly CallItem[], turn: TurnItem): void {
    this.#calls = calls;
    this.#turn = turn;
    const shared = sharedBeginning(calls);
    for (const call of calls.slice(0, this.#shown)) {
      const place = { call, turn, shared };
      const view = this.#views.get(call.id);
      if (view !== undefined) view.update(place);
      else this.#add(place);
    }
    const left = calls.length - Math.min(this.#shown, calls.length);
    this.#more.hidden = left === 0;
    this.#more.textContent = `Show more: ${formatCount(left)} left`;
  }

  /** The row of a call, which is made if need be. */
  view(id: string): CallView | undefined {
    const index = this.#calls.findIndex((call) => call.id === id);
    if (index >= this.#shown) {
      this.#shown = Math.ceil((index + 1) / BATCH) * BATCH;
      this.update(this.#calls, this.#turn);
    }
    return this.#views.get(id);
  }

  #showMore(): void {
    if (this.#shown >= this.#calls.length) return;
    this.#shown += BATCH;
    this.update(this.#calls, this.#turn);
  }

  #add(place: CallPlace): void {
    const view = new CallView(this.#page, place);
    this.#views.set(place.call.id, view);
    this.#rows.append(view.element);
  }
}

/**
 * How much of their beginning the prompts share, up to a word's end; 0 when that is little. Batches
 * mostly ask the same of different texts, and what is different tells them apart.
 */
function sharedBeginning(calls: readonly CallItem[]): number {
  const [first, ...others] = calls;
  if (first === undefined || others.length === 0) return 0;
  let length = Math.min(first.prompt.length, MOST_SHARED);
  for (const { prompt } of others) {
    let at = 0;
    while (at < length && prompt.charCodeAt(at) === first.prompt.charCodeAt(at)) at++;
    length = at;
    if (length < LEAST_SHARED) return 0;
  }
  const end = first.prompt.slice(0, length).search(/\S*$/);
  return end < LEAST_SHARED ? 0 : end;
}

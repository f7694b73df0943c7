/**
 * The turns of a run, one below the other.
 *
 * @module
 */

import { el } from "./dom.ts";
import type { PageContext } from "./page_context.ts";
import { TurnView } from "./turn_view.ts";

/** Turns of a run. */
export class TurnList {
  /** The list. */
  readonly element: HTMLElement = el("ol", { class: "turns" });
  readonly #page: PageContext;
  readonly #run: string;
  readonly #views = new Map<string, TurnView>();

  /** Makes it for a run. */
  constructor(page: PageContext, run: string) {
    this.#page = page;
    this.#run = run;
  }

  /** Its turns in order. */
  get views(): readonly TurnView[] {
    return this.#page.store.turnsOf(this.#run)
      .map(({ id }) => this.#views.get(id))
      .filter((view) => view !== undefined);
  }

  /** The turn of an identifier. */
  view(id: string): TurnView | undefined {
    return this.#views.get(id);
  }

  /** Shows turns that are new, and what changed in the others. */
  update(): void {
    let last: Element | null = null;
    for (const turn of this.#page.store.turnsOf(this.#run)) {
      const known = this.#views.get(turn.id);
      const view = known ?? new TurnView(this.#page, turn);
      if (known === undefined) {
        this.#views.set(turn.id, view);
        if (last === null) this.element.prepend(view.element);
        else last.after(view.element);
      } else known.update(turn);
      last = view.element;
    }
  }
}

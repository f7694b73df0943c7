/**
 * The search field with its count and the ways to the next and the previous place.
 *
 * @module
 */

import { button, el } from "./dom.ts";
import { formatCount } from "./format.ts";
import { forgetFound, showFound } from "./found_text.ts";
import type { PageContext } from "./page_context.ts";
import { findAll, type Hit, MOST_HITS } from "./search.ts";

/** Milliseconds of quiet typing before a search begins. */
const QUIET_MS = 120;

/** The search. */
export class SearchBox {
  /** The field and its buttons. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #input: HTMLInputElement;
  readonly #count = el("output", { "aria-live": "polite" });
  readonly #previous = button("↑", () => this.step(-1), step("Previous place (p)"));
  readonly #next = button("↓", () => this.step(1), step("Next place (n)"));
  #hits: readonly Hit[] = [];
  #at = -1;
  #searched = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = new AbortController();

  /** Makes it empty. */
  constructor(page: PageContext) {
    this.#page = page;
    this.#input = el("input", {
      type: "search",
      placeholder: "Search",
      "aria-label": "Search in everything, press / to come here",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#onInput(),
      onkeydown: (event) => this.#onKey(event as KeyboardEvent),
    });
    this.element = el(
      "div",
      { class: "search", role: "search" },
      this.#input,
      this.#count,
      this.#previous,
      this.#next,
    );
    this.#tell();
  }

  /** Goes to the field. */
  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  /** Empties it. */
  clear(): void {
    this.#input.value = "";
    this.#input.blur();
    this.#onInput();
  }

  /** Goes to the next place, or with -1 to the one before. */
  step(by: 1 | -1): void {
    const count = this.#hits.length;
    if (count === 0) return;
    this.#at = this.#at < 0 ? (by > 0 ? 0 : count - 1) : (this.#at + by + count) % count;
    const hit = this.#hits[this.#at]!;
    const element = this.#page.reveal(hit.target);
    if (element !== undefined) showFound(element, this.#searched, hit);
    this.#tell();
  }

  #onInput(): void {
    clearTimeout(this.#timer);
    this.#running.abort();
    const wanted = this.#input.value;
    if (wanted === "") {
      this.#take("", []);
      return;
    }
    this.#count.textContent = "…";
    this.#timer = setTimeout(() => void this.#search(wanted), QUIET_MS);
  }

  async #search(wanted: string): Promise<void> {
    const running = this.#running = new AbortController();
    const hits = await findAll(this.#page.store, wanted, running.signal);
    if (hits !== undefined && running === this.#running) this.#take(wanted, hits);
  }

  #take(wanted: string, hits: readonly Hit[]): void {
    this.#searched = wanted;
    this.#hits = hits;
    this.#at = -1;
    forgetFound();
    this.#tell();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      const isSearched = this.#input.value === this.#searched;
      if (isSearched) this.step(event.shiftKey ? -1 : 1);
      else {
        clearTimeout(this.#timer);
        this.#running.abort();
        void this.#search(this.#input.value).then(() => this.step(1));
      }
    } else if (event.key === "Escape") {
      // What was found stays, to be gone through; another Escape outside ends it.
      event.preventDefault();
      event.stopPropagation();
      this.#input.blur();
    }
  }

  #tell(): void {
    const count = this.#hits.length;
    const all = `${formatCount(count)}${count >= MOST_HITS ? "+" : ""}`;
    if (this.#input.value === "") this.#count.textContent = "";
    else if (count === 0) this.#count.textContent = "Nothing found";
    else this.#count.textContent = this.#at < 0 ? all : `${formatCount(this.#at + 1)} of ${all}`;
    this.element.classList.toggle("none-found", this.#input.value !== "" && count === 0);
    for (const each of [this.#previous, this.#next]) each.hidden = count === 0;
  }
}

function step(label: string): { readonly title: string; readonly "aria-label": string } {
  return { title: label, "aria-label": label };
}

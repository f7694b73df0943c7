/**
 * Something that opens: a head that is a button, and a body that is made when it is first opened.
 *
 * @module
 */

import { button, el } from "./dom.ts";

/** What it is made from. */
export interface DetailsOptions {
  /** Class of the element. */
  readonly class: string;
  /** Told after it was opened or closed. */
  readonly onToggle?: (isOpen: boolean) => void;
}

/** A head and a body. */
export class DetailsView {
  /** The whole of it. */
  readonly element: HTMLElement;
  /** The button. */
  readonly head: HTMLButtonElement;
  /** What opens. */
  readonly body: HTMLElement;
  readonly #onToggle: (isOpen: boolean) => void;
  #isOpen = false;

  /** Makes it closed, with nothing in it. */
  constructor(options: DetailsOptions) {
    this.#onToggle = options.onToggle ?? (() => {});
    this.head = button("", () => this.toggle(), { class: "head", "aria-expanded": "false" });
    this.body = el("div", { class: "body", hidden: true });
    this.element = el("section", { class: options.class }, this.head, this.body);
  }

  /** Whether it is open. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens or closes it. */
  toggle(isOpen: boolean = !this.#isOpen): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.head.setAttribute("aria-expanded", String(isOpen));
    this.body.hidden = !isOpen;
    this.element.classList.toggle("open", isOpen);
    this.#onToggle(isOpen);
  }
}

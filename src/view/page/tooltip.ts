/**
 * The one tooltip of the page: follows what is pointed at, never takes the pointer.
 *
 * @module
 */

import { type Child, el, refill } from "./dom.ts";

/** Distance from the pointer, CSS pixels. */
const OFFSET = 14;

/** The tooltip. */
export class Tooltip {
  /** Its element. */
  readonly element: HTMLElement = el("div", { class: "tooltip", role: "tooltip", hidden: true });

  /** Shows something beside a place of the window. */
  show(x: number, y: number, ...content: readonly Child[]): void {
    refill(this.element, ...content);
    this.element.hidden = false;
    const { height, width } = this.element.getBoundingClientRect();
    const left = x + OFFSET + width > innerWidth ? x - OFFSET - width : x + OFFSET;
    const top = y + OFFSET + height > innerHeight ? y - OFFSET - height : y + OFFSET;
    this.element.style.setProperty("left", `${Math.max(4, left)}px`);
    this.element.style.setProperty("top", `${Math.max(4, top)}px`);
  }

  /** Takes it away. */
  hide(): void {
    this.element.hidden = true;
  }
}

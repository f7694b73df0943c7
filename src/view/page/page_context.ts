/**
 * What the parts of the page share: the items, and ways to point at one another.
 *
 * @module
 */

import type { RunStore } from "./store.ts";

/** An item of the page, and a field of it when that is meant. */
export interface Target {
  /** What kind of item. */
  readonly kind: "run" | "turn" | "call" | "note";
  /** Its identifier. */
  readonly id: string;
  /** Which of its texts. */
  readonly field?: string;
}

/** What every part is given. */
export interface PageContext {
  /** The items. */
  readonly store: RunStore;
  /** Whether the page follows its run. */
  readonly isLive: boolean;
  /** Opens an item and all that it is in; gives its element. */
  reveal(target: Target): HTMLElement | undefined;
  /** Says something to those who hear the page instead of seeing it. */
  announce(text: string): void;
}

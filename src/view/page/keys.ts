/**
 * The keys of the page, and the list of them.
 *
 * @module
 */

import { button, el } from "./dom.ts";

/** What the keys do. */
export interface KeyActions {
  /** Goes to the search field. */
  search(): void;
  /** Goes to another place that was found. */
  found(by: 1 | -1): void;
  /** Opens or closes all turns. */
  toggleAll(): void;
  /** Leaves what is under way. */
  leave(): void;
}

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ["/", "search"],
  ["n, p", "next and previous place found"],
  ["j, k", "next and previous turn"],
  ["Enter", "open or close what is in focus"],
  ["e", "open or close all turns"],
  ["Esc", "leave the search field; once more, the search"],
  ["?", "this list"],
];

/** Listens to keys from now on; gives the button that shows the list of them. */
export function listenToKeys(actions: KeyActions): HTMLElement {
  const dialog = keysDialog();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const byKey: Readonly<Record<string, () => void>> = {
      "/": () => actions.search(),
      n: () => actions.found(1),
      p: () => actions.found(-1),
      j: () => goToTurn(1),
      k: () => goToTurn(-1),
      e: () => actions.toggleAll(),
      Escape: () => actions.leave(),
      "?": () => dialog.showModal(),
    };
    const action = Object.hasOwn(byKey, event.key) ? byKey[event.key] : undefined;
    if (action === undefined || dialog.open) return;
    event.preventDefault();
    action();
  });
  const show = button("?", () => dialog.showModal(), {
    class: "icon",
    title: "Keys (?)",
    "aria-label": "Show the keys",
  });
  return el("span", {}, show, dialog);
}

function keysDialog(): HTMLDialogElement {
  const dialog = el(
    "dialog",
    { "aria-label": "Keys" },
    el("h2", {}, "Keys"),
    el(
      "dl",
      {},
      ...KEYS.flatMap(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]),
    ),
    button("Close", () => dialog.close()),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Focuses the turn after or before the one in focus, or the nearest to the top of the window. */
function goToTurn(by: 1 | -1): void {
  const heads = [...document.querySelectorAll<HTMLElement>(".turn > .head")]
    .filter((head) => head.checkVisibility());
  if (heads.length === 0) return;
  const focused = document.activeElement?.closest(".turn")?.querySelector(":scope > .head");
  const at = heads.findIndex((head) => head === focused);
  let next = at + by;
  if (at < 0) {
    const below = heads.findIndex((head) => head.getBoundingClientRect().top > 60);
    next = below < 0 ? heads.length - 1 : by > 0 ? below : below - 1;
  }
  const head = heads[Math.min(heads.length - 1, Math.max(0, next))]!;
  head.focus({ preventScroll: true });
  head.scrollIntoView({ block: "start" });
}

/**
 * Follows the run: takes the changes that the program which serves the page sends, for as long as it
 * does. This is the one connection that a page ever makes, and only to where it came from.
 *
 * @module
 */

import type { PageItems } from "../page_data.ts";
import { el } from "./dom.ts";

/** Attempts to reach the program again before giving up. */
const ATTEMPTS = 5;

/** What is done with what comes. */
export interface LiveOptions {
  /** Lines of the record that the page has. */
  readonly seen: number;
  /** Takes changes; tells whether the run is over. */
  readonly onChange: (items: PageItems) => boolean;
  /** Called now and then while the run goes on, so that times move. */
  readonly onTick: () => void;
}

/** Connects; gives the sign that tells how it stands. */
export function followRun({ onChange, onTick, seen }: LiveOptions): HTMLElement {
  const sign = el("span", { class: "live", role: "status" }, "Following");
  const source = new EventSource(new URL(`changes?seen=${seen}`, location.href));
  let failures = 0;
  const ticking = setInterval(onTick, 1_000);
  source.addEventListener("message", ({ data }: MessageEvent<string>) => {
    failures = 0;
    if (!onChange(JSON.parse(data) as PageItems)) return;
    clearInterval(ticking);
    sign.classList.add("over");
    sign.textContent = "Run over";
  });
  source.addEventListener("open", () => {
    failures = 0;
    if (!sign.classList.contains("over")) sign.textContent = "Following";
  });
  source.addEventListener("error", () => {
    failures++;
    if (sign.classList.contains("over")) source.close();
    else sign.textContent = "Connecting again";
    if (failures < ATTEMPTS && source.readyState !== EventSource.CLOSED) return;
    source.close();
    clearInterval(ticking);
    if (sign.classList.contains("over")) return;
    sign.classList.add("lost");
    sign.textContent = "Connection lost: the page shows the run up to here";
  });
  return sign;
}

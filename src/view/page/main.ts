/**
 * Where the page begins: reads the data that it holds and shows it.
 *
 * @module
 */

import type { PageData, PageItems } from "../page_data.ts";
import { RunPage } from "./run_page.ts";

/** Milliseconds of reading at a stretch. */
const READING_MS = 30;

void start();

async function start(): Promise<void> {
  const [first, ...others] = document.querySelectorAll<HTMLScriptElement>("script.data");
  if (first === undefined) return;
  const data = take(first) as unknown as PageData;
  const page = new RunPage(data);
  page.store.apply(data);
  page.mount();
  page.update();
  let stretchEnd = performance.now() + READING_MS;
  for (const block of others) {
    page.store.apply(take(block));
    if (performance.now() < stretchEnd) continue;
    await new Promise((resolve) => setTimeout(resolve));
    stretchEnd = performance.now() + READING_MS;
  }
  if (others.length > 0) page.update();
  if (data.isLive) page.follow();
  document.documentElement.dataset["ready"] = "true";
}

/** The items of a block; the text that held them is let go. */
function take(block: HTMLScriptElement): PageItems {
  const items = JSON.parse(block.textContent ?? "") as PageItems;
  block.remove();
  return items;
}

/**
 * Headless Chromium for tests of pages, and what a page must not do while it is looked at.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Names under which systems have it. */
const NAMES: readonly string[] = ["chromium", "chromium-browser", "google-chrome"];

const FLAGS: readonly string[] = [
  ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** Path of the browser; without one the tests that need it are skipped, and say so. */
export async function findChromium(): Promise<string | undefined> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      const path = `${folder}/${name}`;
      if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
    }
  }
  console.error("SKIPPED: tests of pages need a browser: apt-get install chromium");
  return undefined;
}

/** Starts it, with a profile of its own that goes with it. */
export async function startChromium(executablePath: string): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  // A machine that has much to do takes long to start a browser.
  return await chromium.launch({ executablePath, args: [...FLAGS], timeout: 120_000 });
}

/** A page that is watched. */
export interface WatchedPage extends AsyncDisposable {
  /** The page. */
  readonly page: Page;
  /** Fails when the page has complained, or asked for anything but itself. */
  assertQuiet(): void;
}

/** Opens an address and waits until the page is whole. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(url) || request.url().startsWith("data:");
    if (!isOwn) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector("html[data-ready=true]");
  return {
    page,
    assertQuiet: () => assertEquals(complaints, []),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

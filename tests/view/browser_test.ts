/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="deno.ns" />
/// <reference lib="esnext" />
/** Pages of runs in headless Chromium: opened, searched, walked with the keys, and attacked. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Browser } from "playwright-core";
import { runCli } from "../../src/cli/run_cli.ts";
import { createMemoryTerminal } from "../cli/_memory_terminal.ts";
import { createWorkspace, type Workspace } from "../e2e/_program.ts";
import { findChromium, openPage, startChromium } from "./_browser.ts";
import { attackPage } from "./_hostile_page.ts";
import { hostileRecord } from "./_hostile_record.ts";
import { followLiveRun } from "./_live_run.ts";
import { QUESTION, recordSampleRun } from "./_sample_run.ts";
import { recordThousandRun } from "./_thousand_run.ts";

const CHROMIUM = await findChromium();

/** Makes the page of a record; its address. */
async function makePage(record: string): Promise<string> {
  const terminal = createMemoryTerminal();
  const argv = ["view", record, `--out=${record}.html`];
  const code = await runCli(argv, { backends: {}, terminal, env: {}, cwd: "/" });
  assertEquals([code, terminal.stderr], [0, ""]);
  return `file://${record}.html`;
}

/** The same with the program as people start it. */
async function makePageByProcess(at: Workspace, record: string): Promise<string> {
  const { code, stderr, stdout } = await at.run(["view", record, "--out", `${record}.html`]);
  assertEquals([code, stdout, stderr], [0, `${record}.html\n`, ""]);
  return `file://${record}.html`;
}

async function tryOut(browser: Browser, url: string): Promise<void> {
  await using opened = await openPage(browser, url);
  const { page } = opened;
  assertEquals(await page.locator("h1").textContent(), QUESTION);
  assertEquals(await page.locator(".hero .pill").textContent(), "Submitted");
  assertStringIncludes(await page.locator(".answer").first().innerText(), "The worst is off by 23");
  assertEquals(await page.locator("main .column > .turns > li").count(), 5);
  for (const part of [".figures-row", ".limits", ".chart", ".inputs", ".about"]) {
    assert(await page.locator(part).first().isVisible(), part);
  }
  assertMatch(await page.locator(".figures-row").first().innerText(), /\b40\s+sub-queries/);
  assertStringIncludes(await page.locator(".limits").innerText(), "40 of 60");

  const failed = page.locator(".column > .turns > li").nth(1);
  assertEquals(await failed.locator(".body").first().isVisible(), false);
  await failed.locator(".head").first().click();
  assertStringIncludes(await failed.innerText(), "NameError: name 'sections' is not defined");
  assertEquals(await failed.locator("pre.python .lines .bad").getAttribute("data-line"), "1");
  assert(await failed.locator(".py-given", { hasText: "llm_query_batched" }).isVisible());

  const parent = page.locator(".column > .turns > li").nth(3);
  await parent.locator(".head").first().click();
  await parent.locator(".call.child > .head").first().click();
  assertEquals(await parent.locator(".child-run .turns > li").count(), 2);

  // The search counts, opens what it finds, and goes round.
  await page.keyboard.press("/");
  await page.keyboard.type("much for a gauge");
  await page.keyboard.press("Enter");
  const count = page.locator(".search output");
  await count.filter({ hasText: /^1 of \d+$/ }).waitFor();
  const all = Number(/\d+$/.exec(await count.innerText())?.[0]);
  assert(all >= 14, `${all} places`);
  await page.keyboard.press("Shift+Enter");
  assertEquals(await count.innerText(), `${all} of ${all}`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  for (let place = 1; place <= 3; place++) {
    const found = await page.evaluate(() => [...CSS.highlights.get("found-now") ?? []].join());
    assertEquals(found.toLowerCase(), "much for a gauge", `place ${place}`);
    await page.keyboard.press("n");
  }
  await page.keyboard.press("p");
  assertEquals(await count.innerText(), `3 of ${all}`);
  assert(await page.locator(".child-run .turn.open").first().isVisible());
  await page.keyboard.press("Escape");
  assertEquals(await page.evaluate(() => CSS.highlights.size), 0);

  // The keys: all turns closed, then from one to the next.
  await page.keyboard.press("e");
  await page.keyboard.press("e");
  assertEquals(await page.locator(".column > .turns > li > .turn.open").count(), 0);
  await page.locator(".column > .turns > li .head").first().focus();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  assert(await failed.locator(".turn").first().evaluate((turn) => turn.classList.contains("open")));

  // The timeline: from bar to bar, zoomed, and into what a bar stands for.
  await page.locator("canvas").focus();
  for (const key of ["ArrowRight", "ArrowRight", "+", "+"]) await page.keyboard.press(key);
  assertStringIncludes(await page.locator(".tooltip").innerText(), "Turn 1: planner");
  assert(await page.getByText("Whole run").isVisible());
  await page.keyboard.press("Enter");
  const first = page.locator(".column > .turns > li > .turn").first();
  assert(await first.evaluate((turn) => turn.classList.contains("open")));

  await page.emulateMedia({ colorScheme: "dark" });
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await background();
  await page.locator(".icon").first().click();
  assert(await background() !== dark, "A choice of colours counts for more than the system's");
  opened.assertQuiet();
}

async function tryThousand(browser: Browser, url: string): Promise<void> {
  await using opened = await openPage(browser, url, { viewport: { width: 390, height: 800 } });
  const { page } = opened;
  const turn = page.locator(".turn").first();
  await turn.locator(".head").first().click();
  assertEquals(await turn.locator(".chip.query").innerText(), "1,000 sub-queries");
  const made = await page.locator(".call").count();
  assert(made >= 250 && made < 1000, `${made} rows are made before anyone has scrolled to them`);
  await page.keyboard.press("/");
  await page.keyboard.type("It is 987.");
  await page.keyboard.press("Enter");
  await page.locator(".call.open", { hasText: "#988" }).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= 390, `The page is ${width} wide on a telephone`);
  opened.assertQuiet();
}

Deno.test({
  name: "view shows runs in the browser, and what comes from a record stays text",
  ignore: CHROMIUM === undefined,
  fn: async (t) => {
    await using at = await createWorkspace();
    await at.write("hostile.jsonl", hostileRecord());
    const [browser, sample, thousand] = await Promise.all([
      startChromium(CHROMIUM ?? ""),
      recordSampleRun(at),
      recordThousandRun(at),
    ]);
    try {
      const urls = await Promise.all([
        makePageByProcess(at, sample),
        makePage(thousand),
        makePage(`${at.folder}/hostile.jsonl`),
      ]);
      await t.step("a run as people have them", () => tryOut(browser, urls[0]));
      await t.step("1,000 sub-queries on a telephone", () => tryThousand(browser, urls[1]));
      await t.step("a hostile record", () => attackPage(browser, urls[2]));
      await t.step("a run that goes on", () => followLiveRun(at, browser));
    } finally {
      await browser.close();
    }
  },
});

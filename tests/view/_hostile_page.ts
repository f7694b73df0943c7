/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="deno.ns" />
/// <reference lib="esnext" />
/**
 * What a hostile record must not do to its page, and what the page's policy refuses.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import { openPage } from "./_browser.ts";
import { HOSTILE_TEXTS } from "./_hostile_record.ts";

/** Shows the page of a hostile record, and tries what an attacker would. */
export async function attackPage(browser: Browser, url: string): Promise<void> {
  await using opened = await openPage(browser, url);
  const { page } = opened;
  await page.keyboard.press("e");
  await page.locator(".call > .head, .fold > .head").evaluateAll((heads) => {
    for (const head of heads) (head as HTMLElement).click();
  });
  for (const text of HOSTILE_TEXTS) {
    // Every character is there as it was, as text alone.
    const isShown = await page.evaluate(
      (json) =>
        document.querySelector("[data-field=prompt]")?.textContent?.includes(JSON.parse(json)),
      JSON.stringify(text),
    );
    assert(isShown, JSON.stringify(text));
  }
  assertEquals(
    await page.locator("main img, main a, main script, main style, main link").count(),
    0,
  );
  const names = await page.locator("[data-field=prompt]").first().locator(".odd")
    .evaluateAll((odd) => odd.map((each) => (each as HTMLElement).dataset["name"]));
  for (const name of ["LS", "ESC", "BEL", "RLO", "PDI", "U+D800", "U+DC00", "NUL", "BOM"]) {
    assert(names.includes(name), `${name} among ${names}`);
  }
  assertEquals(await page.evaluate(() => Reflect.get(globalThis, "stolen")), undefined);
  assert(await page.getByText("newer than 1").isVisible());
  await page.locator(".notes > .more").click();
  assert(await page.getByText("is torn").first().isVisible());
  opened.assertQuiet();
  assertEquals(await page.evaluate(attack), [
    "connect-src",
    "img-src",
    "require-trusted-types-for",
    "style-src-elem",
  ]);
}

/** What an attacker would try who had got that far; gives what the policy refused. */
async function attack(): Promise<readonly string[]> {
  const refused = new Set<string>();
  const { promise: allRefused, resolve } = Promise.withResolvers<void>();
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    refused.add(effectiveDirective);
    // The last thing that is tried.
    if (effectiveDirective === "style-src-elem") resolve();
  });
  const tryAll: readonly (() => void)[] = [
    () => document.body.innerHTML = "<b>markup</b>",
    () => document.body.setAttribute("onclick", "globalThis.stolen = 6"),
    () => document.createElement("script").text = "globalThis.stolen = 7",
    () => setTimeout("globalThis.stolen = 8"),
  ];
  for (const each of tryAll) {
    try {
      each();
      refused.add("nothing");
    } catch { /* Refused, and told of in an event. */ }
  }
  document.body.click();
  await fetch("https://example.com/").then(() => refused.add("nothing"), () => {});
  const image = document.createElement("img");
  const failed = new Promise((resolve) => image.addEventListener("error", resolve));
  image.src = "https://example.com/x.png";
  await failed;
  const style = document.createElement("style");
  style.textContent = "body { display: none }";
  document.head.append(style);
  await allRefused;
  if (getComputedStyle(document.body).display === "none") refused.add("nothing");
  if (Reflect.get(globalThis, "stolen") !== undefined) refused.add("nothing");
  return [...refused].sort();
}

/** The file of a page: one script and one style under its policy, and data that stays data. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { PageBuilder } from "../../src/view/page_builder.ts";
import { renderPage } from "../../src/view/render_page.ts";
import { HOSTILE_TEXTS } from "./_hostile_record.ts";

/** The page of one event of each kind that carries the texts. */
function renderHostile(isLive: boolean): string {
  const builder = new PageBuilder();
  const text = HOSTILE_TEXTS.join("\n");
  builder.take({ type: "run-start", atMs: 0, runId: text, task: text });
  builder.take({ type: "query-start", atMs: 1, step: 1, query: 1, prompt: text });
  const data = { ...builder.after(-1), source: text, version: "1.2.3", isLive };
  return [...renderPage(data)].join("");
}

const hashOf = async (text: string) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
};

Deno.test("renderPage allows its own script and style by their hashes, and nothing else", async () => {
  for (const isLive of [false, true]) {
    const page = renderHostile(isLive);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) =>
      text
    );
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = ""]) => text);
    assertEquals([scripts.length, styles.length], [1, 1]);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]
      ?.replaceAll("&#39;", "'");
    assertEquals(policy?.split("; "), [
      "default-src 'none'",
      `script-src ${await hashOf(scripts[0]!)}`,
      `style-src ${await hashOf(styles[0]!)}`,
      "img-src data:",
      ...(isLive ? ["connect-src 'self'"] : []),
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  }
});

Deno.test("renderPage puts data where no text of it can end", () => {
  const page = renderHostile(false);
  const blocks = [
    ...page.matchAll(/<script type="application\/json" class="data">([^<]*)<\/script>/g),
  ]
    .map(([, json = ""]) => JSON.parse(json));
  assertEquals(blocks.length, 2);
  assertEquals(blocks[1].calls[0].prompt, HOSTILE_TEXTS.join("\n"));
  assertEquals(page.match(/<script/g)?.length, 3);
  assertEquals(page.match(/<(?:img|svg|a|link|meta) /g)?.length, 6, "Its own tags alone");
  assert(page.isWellFormed() && !/[\u2028\u2029\u202e]/.test(page));
  assertStringIncludes(page, "<title>&lt;/script&gt;");
});

/**
 * A run that is followed in the browser while it goes on, one reply of the planner at a time.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import type { Workspace } from "../e2e/_program.ts";
import { waitFor } from "../e2e/_processes.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { openPage } from "./_browser.ts";

const turn = (code: string) => `On we go.\n\n\`\`\`python\n${code}\n\`\`\`\n`;

/** Follows a run to its end; then the program that serves the page is told to end. */
export async function followLiveRun(at: Workspace, browser: Browser): Promise<void> {
  const gates = Array.from({ length: 2 }, () => Promise.withResolvers<void>());
  const replies = ["print('one')", "print('two')", "SUBMIT(answer='three')"];
  let asked = 0;
  await using server = startOpenAiServer({
    reply: async () => {
      const index = asked++;
      await gates[index - 1]?.promise;
      return turn(replies[index] ?? "");
    },
  });
  const run = at.spawn([
    ...["run", "--signature=q -> answer", "--input=q=Which", "--backend=local"],
    ...["--model=openai/fake", "--trajectory=live.jsonl"],
  ], { env: { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "a-key-for-the-fake-server" } });
  const told = await waitFor(run.stderr, "Turn 1/20: ok");
  const view = at.spawn(["view", "live.jsonl", "--live"]);
  const address = await waitFor(view.stdout, "/\n");
  const warned = new Response(view.stderr).text();
  try {
    const url = address.seen.trim();
    assert(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{48}\/$/.test(url), url);
    await using opened = await openPage(browser, url);
    const { page } = opened;
    const turns = page.locator(".column > .turns > li");
    await page.locator(".pill", { hasText: "Running" }).waitFor();
    await turns.first().locator(".head").click();
    gates[0]?.resolve();
    await turns.nth(2).waitFor();
    assert(await turns.first().getByText("one", { exact: true }).isVisible(), "It stays open");
    gates[1]?.resolve();
    await page.locator(".pill", { hasText: "Submitted" }).waitFor();
    await page.locator(".live.over").waitFor();
    assertEquals(await page.locator(".answer .text").first().textContent(), "three");
    await page.reload();
    await page.locator(".pill", { hasText: "Submitted" }).waitFor();
    opened.assertQuiet();
    await assertClosed(url);
    assertEquals((await run.status).code, 0);
    await told.rest;
    view.kill("SIGINT");
    assertEquals((await view.status).code, 0, await warned);
  } finally {
    for (const gate of gates) gate.resolve();
    for (const process of [run, view]) await endOf(process);
    await Promise.all([told.rest, address.rest, warned, new Response(run.stdout).text()]);
  }
}

/** Whoever does not come from the page itself gets nothing. */
async function assertClosed(url: string): Promise<void> {
  const { host, origin, pathname } = new URL(url);
  const ask = (path: string, headers: Readonly<Record<string, string>>) =>
    statusOf(Number(host.split(":")[1]), path, { host, ...headers });
  assertEquals(await ask(pathname, {}), 200);
  assertEquals(await ask("/", {}), 404);
  assertEquals(await ask(`/${"0".repeat(48)}/`, {}), 404);
  assertEquals(await ask(pathname, { host: "evil.example" }), 404);
  assertEquals(await ask(pathname, { host: host.replace("127.0.0.1", "localhost") }), 404);
  assertEquals(await ask(`${pathname}changes?seen=0`, { origin: "https://evil.example" }), 404);
  assertEquals(await ask(`${pathname}changes?seen=0`, { "sec-fetch-site": "cross-site" }), 404);
  assertEquals(await ask(`${pathname}changes?seen=x`, { origin }), 404);
}

/** The status of an answer, asked for in so many bytes: `fetch` does not let a name be forged. */
async function statusOf(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = Object.entries({ ...headers, connection: "close" })
    .map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const buffer = new Uint8Array(1024);
  const count = await connection.read(buffer);
  const head = new TextDecoder().decode(buffer.subarray(0, count ?? 0));
  assert(!/access-control-allow/i.test(head), head);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
}

async function endOf(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch { /* It has ended. */ }
  await process.status;
}

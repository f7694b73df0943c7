/**
 * A page as one HTML file that needs nothing else: style, data, script. What it may do is bound by a
 * content security policy in the file itself: exactly this script and this style run, no markup can be
 * made from text, and nothing is fetched from anywhere; a page that follows its run may connect to
 * where it came from.
 *
 * Data stands in blocks that are no scripts, as JSON in which no `<` is left, so that nothing in a
 * record can end a block early.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page.gen.ts";
import type { CallItem, PageData } from "./page_data.ts";

/** UTF-16 units of calls in a block: a browser reads one at a stretch. */
const BLOCK_CHARS = 1_000_000;

/** Longest title. */
const TITLE_CHARS = 200;

/** Three bars on a timeline, as the icon of the page; a picture cannot fetch anything. */
const ICON = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="1" y="3" width="9" height="3"' +
    ' rx="1.5" fill="#5b6cd9"/><rect x="4" y="7" width="11" height="3" rx="1.5" fill="#d39b2f"/>' +
    '<rect x="9" y="11" width="5" height="3" rx="1.5" fill="#2f9e8f"/></svg>',
);

/** The file, in pieces: a page of a long record is longer than is good for one string. */
export function* renderPage(data: PageData): Generator<string, void, void> {
  const { calls, ...others } = data;
  yield head(data);
  // Child runs hang from the calls that started them, so these are there from the beginning.
  yield block({ ...others, calls: calls.filter(({ kind }) => kind === "child") });
  for (const some of inBlocks(calls.filter(({ kind }) => kind !== "child"))) {
    yield block({ runs: [], turns: [], calls: some, notes: [], nowMs: 0, seen: 0 });
  }
  yield `<script>${PAGE_SCRIPT}</script>\n</body>\n</html>\n`;
}

/** What the page may do. */
export function pagePolicy(isLive: boolean): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(PAGE_SCRIPT)}`,
    `style-src ${hashOf(PAGE_STYLE)}`,
    "img-src data:",
    ...(isLive ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function head({ isLive, runs, source }: PageData): string {
  const root = runs.find(({ id }) => id === "");
  const title = [root?.task || "run", root?.runId || source].join(" · ").slice(0, TITLE_CHARS);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(pagePolicy(isLive))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · fleet-rlm</title>
<link rel="icon" href="${escapeHtml(ICON)}">
<style>${PAGE_STYLE}</style>
</head>
<body>
<noscript>This page shows the record of a run, for which it needs JavaScript. It fetches nothing.</noscript>
`;
}

function block(data: Partial<PageData>): string {
  return `<script type="application/json" class="data">${escapeJson(data)}</script>\n`;
}

function* inBlocks(calls: readonly CallItem[]): Generator<readonly CallItem[], void, void> {
  let some: CallItem[] = [];
  let chars = 0;
  for (const call of calls) {
    some.push(call);
    chars += call.prompt.length + call.reply.length;
    if (chars < BLOCK_CHARS) continue;
    yield some;
    some = [];
    chars = 0;
  }
  if (some.length > 0) yield some;
}

/** What would end a block, or make its text look like another one to a reader of the file. */
const ESCAPED = /[<\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** JSON for a block: without `<`, so that it holds no tag and no comment; lone surrogates escaped. */
function escapeJson(data: Partial<PageData>): string {
  return JSON.stringify(data).replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// deno-lint-ignore no-control-regex
const STEERING = /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** Text for HTML; what would steer a reader instead of being read is taken out of it. */
function escapeHtml(text: string): string {
  return text.toWellFormed().replace(STEERING, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

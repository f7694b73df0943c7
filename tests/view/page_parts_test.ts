/** Parts of the page that need no browser: colours of code, figures, the lanes of the timeline. */

import { assert, assertEquals } from "@std/assert";
import { PageBuilder } from "../../src/view/page_builder.ts";
import {
  firstLine,
  formatDollars,
  formatDuration,
  formatShort,
} from "../../src/view/page/format.ts";
import { headlineOf } from "../../src/view/page/run_header.ts";
import { pythonTokens } from "../../src/view/page/python_tokens.ts";
import { RunStore } from "../../src/view/page/store.ts";
import { layOut } from "../../src/view/page/timeline_layout.ts";
import { markAt, placeScene, ticksOf } from "../../src/view/page/timeline_scene.ts";
import { seeded } from "../fakes/seeded_random.ts";

const CODE: readonly (readonly [code: string, kinds: string])[] = [
  ["x = 1  # one", "number comment"],
  ["def f(a): return a", "keyword name keyword"],
  ['print(f\'{x!r}\', rb"\\"")', "builtin string string"],
  ["'''a\n'b''' + \"\"\"open", "string string"],
  ["'open\nfor", "string keyword"],
  ["@cache\nclass A: pass", "name keyword name keyword"],
  ["SUBMIT(llm_query('q'))", "given given string"],
  ["0xFF 1_000.5e-3 3j x1", "number number number"],
  ["naïve = größe", ""],
];

Deno.test("pythonTokens tells what the pieces of code are", () => {
  for (const [code, kinds] of CODE) {
    const found = [...pythonTokens(code)].map(({ kind }) => kind).filter((kind) => kind !== "");
    assertEquals(found.join(" "), kinds, code);
  }
});

Deno.test("pythonTokens passes over no character of whatever it is given", () => {
  const random = seeded(6);
  const pieces = [
    "'",
    '"',
    "'''",
    "\\",
    "\n",
    "#",
    "f'",
    "def ",
    "é",
    "\ud800",
    "1e",
    "@",
    "x",
    "🦕",
  ];
  for (let run = 0; run < 500; run++) {
    let code = "";
    while (random() < 0.95) code += pieces[Math.floor(random() * pieces.length)];
    assertEquals([...pythonTokens(code)].map(({ text }) => text).join(""), code);
  }
});

Deno.test("figures are set as people read them", () => {
  const durations = [0, 0.4, 12.3, 999.6, 4_240, 9_960, 59_499, 60_000, 192_000, 3_840_000];
  assertEquals(durations.map(formatDuration), [
    ...["0 ms", "<1 ms", "12 ms", "1.0 s", "4.2 s", "10 s", "59 s", "1 min", "3 min 12 s"],
    "1 h 4 min",
  ]);
  const dollars = [0, 12.345, 1, 0.996, 0.0312, 0.00039, 1e-9];
  assertEquals(dollars.map(formatDollars), [
    ...["$0", "$12.35", "$1.00", "$1.00", "$0.031", "$0.00039", "<$0.0000001"],
  ]);
  assertEquals([7, 999, 12_345, 1_000_000].map(formatShort), ["7", "999", "12.3K", "1M"]);
  assertEquals([firstLine("\n  a b \nc"), firstLine("x".repeat(9), 5)], ["a b", "xxxx…"]);
});

/** A store with calls under way from and to these moments. */
function storeOf(spans: readonly (readonly [from: number, to: number])[]): RunStore {
  const builder = new PageBuilder();
  builder.take({ type: "step-start", atMs: 0, step: 1 });
  for (const [index, [from, to]] of spans.entries()) {
    builder.take({ type: "query-start", atMs: from, step: 1, query: index + 1, prompt: "" });
    builder.take({ type: "query-end", atMs: to, step: 1, query: index + 1 });
  }
  const store = new RunStore();
  store.apply(builder.after(-1));
  return store;
}

Deno.test("layOut puts calls that overlap on lanes of their own, and counts them", () => {
  const layout = layOut(storeOf([[0, 10], [2, 6], [6, 9], [20, 30], [5, 8]]));
  const calls = layout.groups.find(({ kind }) => kind === "calls");
  const lanes = calls?.byLane.map((lane) => lane.map(({ start, end }) => `${start}-${end}`));
  assertEquals(lanes, [["0-10", "20-30"], ["2-6", "6-9"], ["5-8"]]);
  assertEquals([layout.most, layout.end], [3, 30]);
  assertEquals(layout.levels.map(({ at, count }) => [at, count]), [
    ...[[0, 1], [2, 2], [5, 3], [6, 3], [8, 2], [9, 1], [10, 0], [20, 1], [30, 0]],
  ]);
});

Deno.test("layOut bounds the lanes, and markAt finds a mark on them", () => {
  const layout = layOut(storeOf(Array.from({ length: 900 }, (_, index) => [index, 5_000])));
  const calls = layout.groups.find(({ kind }) => kind === "calls");
  assertEquals([calls?.lanes, layout.most], [400, 900]);
  const scene = placeScene(layout, false);
  const band = scene.bands.find(({ group }) => group === calls)!;
  const found = markAt(scene, { ms: 4_000, y: band.top + band.pitch * 200, slackMs: 1 });
  assertEquals(found?.kind, "query");
  assertEquals(markAt(scene, { ms: 6_000, y: band.top, slackMs: 1 }), undefined);
});

Deno.test("ticksOf gives few round moments, whatever the span", () => {
  assertEquals(ticksOf({ from: 0, to: 3_500 }, 7), [0, 500, 1000, 1500, 2000, 2500, 3000, 3500]);
  assertEquals(ticksOf({ from: 0, to: 125_000 }, 10)[1], 15_000);
  for (const to of [0, -5, 0.001, 1e300, Infinity, NaN]) {
    assert(ticksOf({ from: 0, to }, 10).length <= 50, String(to));
  }
});

Deno.test("headlineOf tells what was asked, or else what is made from what", () => {
  const notes = { name: "notes", type: "str", head: "# Notes", tail: "", source: "" };
  const query = { ...notes, name: "query", head: "Why?" };
  const run = { task: "run", runId: "r", instructions: "", outputTypes: { a: "str", b: "int" } };
  assertEquals(headlineOf({ ...run, inputs: [notes, query] }).text, "Why?");
  assertEquals(headlineOf({ ...run, inputs: [notes], instructions: "Count." }).text, "Count.");
  assertEquals(headlineOf({ ...run, inputs: [notes] }).text, "notes → a, b");
  assertEquals(headlineOf({ ...run, inputs: [] }).text, "run");
});

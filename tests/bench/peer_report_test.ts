/** The comparison with other runtimes: what judges it, and the replies that every runtime gets. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { judgePeers, renderPeers } from "../../bench/peers/peer_report.ts";
import type { PeerRow } from "../../bench/peers/peer_rows.ts";
import { inDialect } from "../../bench/peers/peer_server.ts";
import type { Peer } from "../../bench/peers/peers.ts";

const peer = (name: string, isolation: string): Peer => ({
  name,
  isolation,
  version: "1",
  launch: () => {
    throw new Error("Nothing is to be run here");
  },
});

const PEERS = {
  ready: [
    peer("fleet-rlm, bubblewrap", "namespaces"),
    peer("dspy.RLM", "wasm"),
    peer("rlms", "none"),
  ],
  notes: ["One is odd."],
};

const figure = (median: number) => ({ median, low: median, high: median, samples: 1 });

function row(id: string, ours: number, dspy: number | string): PeerRow {
  const figures = {
    "fleet-rlm, bubblewrap": figure(ours),
    "dspy.RLM": typeof dspy === "number" ? figure(dspy) : dspy,
    rlms: figure(0),
  };
  return { id, name: `the ${id}`, unit: "ms", figures };
}

Deno.test("judgePeers sets our sandbox against one that shuts in, and never against none", () => {
  const rows = [row("start", 40, 2000), row("cell", 3, 2), row("run", 100, 900), row("sent", 1, 3)];
  const bars = judgePeers({ peers: PEERS, rows });
  const kept = Object.fromEntries(bars.map((bar) => [bar.name, bar.kept]));
  assertEquals(kept["ahead of dspy.RLM: the start"], true);
  assertEquals(kept["ahead of dspy.RLM: the cell"], false);
  assertEquals(kept["ahead of dspy.RLM: the run"], true);
  assertEquals(kept["a run takes 10 × less than with dspy.RLM"], false);
  assertEquals(kept["prompt bytes in total ≤ 1/3 of dspy.RLM's"], true);
  assert(!bars.some(({ name }) => name.includes("rlms")));
});

Deno.test("judgePeers judges nothing where a figure is missing", () => {
  const rows = [row("run", 100, "failed: it did not start")];
  const found = judgePeers({ peers: PEERS, rows }).find(({ name }) => name.includes("10 ×"));
  assertEquals([found?.kept, found?.found], [undefined, "no figure"]);
});

Deno.test("renderPeers tells versions, notes, failures and bars", () => {
  const rows = [row("start", 40, 2000), row("run", 100, "failed: a | b")];
  const page = renderPeers({ machine: { cores: 2 }, peers: PEERS, rows });
  assertStringIncludes(page, "| dspy.RLM | 1 | wasm |");
  assertStringIncludes(page, "- One is odd.");
  assertStringIncludes(page, "failed: a \\| b");
  assertStringIncludes(page, "| ahead of dspy.RLM: the start | 50.0 × | yes |");
});

Deno.test("inDialect gives every runtime the same cell", () => {
  const cell = "n = len(DOCUMENT)\nRESULT(n)";
  assertStringIncludes(
    inDialect(cell, "fleet-rlm"),
    "```python\nn = len(document)\nSUBMIT(n)\n```",
  );
  assertStringIncludes(inDialect(cell, "dspy"), "```python\nn = len(document)\nSUBMIT(n)\n```");
  const rlms = inDialect(cell, "rlms");
  assertStringIncludes(rlms, "```repl\nn = len(context)\n");
  assertStringIncludes(rlms, 'answer["content"] = str(n); answer["ready"] = True');
});

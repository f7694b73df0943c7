/** What the bench says of its figures, and how it takes them. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { EngineRow } from "../../bench/engine_cases.ts";
import { isKept, renderEngine, showFigure } from "../../bench/engine_report.ts";
import { summarize, takeTurns } from "../../bench/samples.ts";

const ROW: EngineRow = { name: "a turn", unit: "ms", value: summarize([1, 2, 3]), bar: 2 };

Deno.test("isKept holds at the bar, fails above it, and holds without one", () => {
  const { bar: _, ...barless } = ROW;
  assertEquals([ROW, { ...ROW, bar: 1.9 }, barless].map(isKept), [true, false, true]);
});

Deno.test("showFigure leaves out quartiles that say nothing", () => {
  assertEquals(showFigure(ROW), "2.00 ms (1.50–2.50)");
  assertEquals(showFigure({ unit: "bytes", value: summarize([7]) }), "7 bytes");
});

Deno.test("renderEngine marks a figure without a bar and judges one with", () => {
  const { bar: _, ...barless } = ROW;
  const page = renderEngine({ cores: 2 }, [{ ...ROW, bar: 1 }, barless]);
  assertStringIncludes(page, "| a turn | 2.00 ms (1.50–2.50) | 3 | 1 ms | no |");
  assertStringIncludes(page, "| · a turn | 2.00 ms (1.50–2.50) | 3 |  |  |");
  assertStringIncludes(page, "Machine: cores 2.");
});

Deno.test("takeTurns begins each round with another and throws the first away", async () => {
  const order: string[] = [];
  const sampler = (name: string) => () => Promise.resolve(order.push(name));
  const samples = await takeTurns([sampler("a"), sampler("b")], 2);
  assertEquals(order.join(""), "abbaab");
  assertEquals(samples, [[4, 5], [3, 6]]);
});

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { addUsage, knownCost, NO_USAGE, type Usage } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { parsePrices } from "../../src/lm/parse_price.ts";
import { costOf, findPrice, type PriceTable } from "../../src/lm/price.ts";
import { PRICES } from "../../src/lm/price_table.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";

const TABLE: PriceTable = {
  "openai/m": { input: 2, output: 8, cached: 0.5 },
  "openai/short": { input: 1, output: 1, upToInputTokens: 100 },
};
const usage = (inputTokens: number, outputTokens: number, cachedTokens = 0): Usage => ({
  inputTokens,
  outputTokens,
  cachedTokens,
});

const COSTS: readonly (readonly [model: string, used: Usage, cost: number | undefined])[] = [
  ["openai/m", usage(1_000_000, 1_000_000), 10],
  ["m", usage(1_000_000, 500_000, 1_000_000), 4.5],
  ["openai/m-2026-01-02", usage(1_000_000, 0), 2],
  ["openai/m-20260102", usage(1_000_000, 0), 2],
  ["openai/m-mini", usage(10, 10), undefined],
  ["groq/m", usage(10, 10), undefined],
  ["openai/m", NO_USAGE, 0],
  ["groq/m", NO_USAGE, undefined],
  // A price that is not known, a prompt beyond the price.
  ["openai/short", usage(50, 1, 10), undefined],
  ["openai/short", usage(101, 1), undefined],
  ["openai/short", usage(100, 100), 0.0002],
];

Deno.test("costOf gives the cost of a call where all of it is known, and nothing otherwise", () => {
  for (const [model, used, cost] of COSTS) assertEquals(costOf(model, used, TABLE), cost, model);
});

Deno.test("PRICES holds positive prices with the day on which they were found", () => {
  for (const [model, price] of Object.entries(PRICES)) {
    assertEquals(price.input > 0 && price.output > price.input, true, model);
    assertEquals((price.cached ?? 0) < price.input, true, model);
    assertEquals(/^20\d\d-\d\d-\d\d$/.test(price.asOf ?? ""), true, model);
  }
  assertEquals(findPrice("claude-opus-5"), undefined);
  assertEquals(findPrice("anthropic/claude-opus-4-5-20251101")?.output, 25);
});

Deno.test("parsePrices reads prices for every model and for one", () => {
  const all = { input: 1.25, output: 10, cached: 0.125 };
  assertEquals(parsePrices(["1.25,10,0.125"]), { "*": all });
  assertEquals(parsePrices(["gpt-4o=.5, 2", "gemini/g=0,0"]), {
    "openai/gpt-4o": { input: 0.5, output: 2, cached: 0.5 },
    "google/g": { input: 0, output: 0, cached: 0 },
  });
  assertEquals(costOf("any/thing", usage(1_000_000, 0), { "*": all }), 1.25);
});

Deno.test("parsePrices refuses what is no price and shows one", () => {
  for (const text of ["", "1", "1,2,3,4", "a,b", "-1,2", "=1,2", "1e3,2", "m=1;2"]) {
    const error = assertThrows(() => parsePrices([text]), UsageError);
    assertStringIncludes(error.message, `"${text}" for --price`);
    assertStringIncludes(error.hint ?? "", "1.25,10,0.125");
  }
});

Deno.test("addUsage sums costs and says when they are not all known", () => {
  const priced = { ...usage(1, 1), costUsd: 0.5 };
  assertEquals(addUsage(NO_USAGE, NO_USAGE), NO_USAGE);
  assertEquals(addUsage(priced, priced), { ...usage(2, 2), costUsd: 1 });
  assertEquals(knownCost(addUsage(priced, NO_USAGE)), 0.5);
  assertEquals(knownCost(addUsage(priced, { ...NO_USAGE, unpricedCalls: 1 })), undefined);
  assertEquals(knownCost(addUsage(priced, { ...priced, estimatedCalls: 1 })), undefined);
});

Deno.test("createModels prices replies by the given prices, at another base too", async () => {
  const wire = { prompt_tokens: 1_000, completion_tokens: 100 };
  await using server = startOpenAiServer({
    reply: (_, index) => ({ text: "ok", usage: index === 2 ? null : wire }),
  });
  const { planner, subModel, price } = await createModels({
    planner: "openai/gpt-5",
    subModel: "groq/free",
    settings: { apiBase: server.url, prices: { "openai/gpt-5": { input: 10, output: 100 } } },
  });
  const ask = async (model: typeof planner) => (await model.generate([])).usage;
  assertEquals((await ask(planner)).costUsd, 0.02);
  assertEquals((await ask(subModel)).unpricedCalls, 1);
  // A reply without its tokens.
  assertEquals((await ask(planner)).unpricedCalls, 1);
  assertEquals(price("openai/gpt-5", usage(1_000, 0)), 0.01);
});

Deno.test("createModels holds list prices good for the provider's own interface alone", async () => {
  const settings = { apiKey: "k" };
  const own = await createModels({ planner: "gpt-5", settings });
  const other = await createModels({
    planner: "gpt-5",
    settings: { ...settings, apiBase: "http://127.0.0.1:1/v1" },
  });
  assertEquals(own.price("gpt-5", usage(1_000_000, 0)), 1.25);
  assertEquals(other.price("gpt-5", usage(1_000_000, 0)), undefined);
});

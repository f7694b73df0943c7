/** What bounds an answer and a request: cut values, pages, progress, limits, models. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  stringifyJson,
} from "../../src/core/json.ts";
import { cutObject } from "../../src/mcp/cut_value.ts";
import { chooseLimits } from "../../src/mcp/limit_arguments.ts";
import { checkModel } from "../../src/mcp/model_rules.ts";
import { type ProgressMessage, ProgressNotes } from "../../src/mcp/progress_notes.ts";
import { TextPage } from "../../src/mcp/text_page.ts";
import { codePointLength, codePointSlice } from "../../src/text/code_points.ts";
import { seeded } from "../fakes/seeded_random.ts";

function anyValue(random: () => number, depth: number): JsonValue {
  const size = Math.floor(random() ** 4 * 3_000);
  switch (Math.floor(random() * (depth > 2 ? 4 : 6))) {
    case 0:
      return random() < 0.5 ? null : 2n ** BigInt(size);
    case 1:
      return random();
    case 2:
    case 3:
      return "a\u{1f600}".repeat(size);
    case 4:
      return Array.from({ length: size % 12 }, () => anyValue(random, depth + 1));
    default:
      return anyObject(random, depth + 1);
  }
}

function anyObject(random: () => number, depth: number): JsonObject {
  const keys = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, i) => `k${i}`);
  return Object.fromEntries(keys.map((key) => [key, anyValue(random, depth)]));
}

/** Whether the one has the shape of the other, as far as it goes. */
function isPartOf(part: JsonValue, whole: JsonValue): boolean {
  if (Array.isArray(part) && Array.isArray(whole)) {
    return part.every((item, index) => isPartOf(item, whole[index]));
  }
  if (isJsonObject(part) && isJsonObject(whole)) {
    return Object.entries(part).every(([key, item]) => isPartOf(item, whole[key] ?? null));
  }
  return typeof part === "string" ? typeof whole !== "object" || whole === null : part === whole;
}

Deno.test("cutObject keeps the shape, stays below its bound and says what is missing", () => {
  const random = seeded(11);
  let cutOnes = 0;
  for (let round = 0; round < 60; round++) {
    const value = anyObject(random, 0);
    const { value: part, cuts } = cutObject(value, 3_000);
    assert(stringifyJson(part).length <= 3_000);
    assert(isPartOf(part, value));
    assertEquals(cuts.length === 0, stringifyJson(part) === stringifyJson(value));
    if (cuts.length > 0) cutOnes++;
  }
  assert(cutOnes > 5 && cutOnes < 60, String(cutOnes));
});

Deno.test("cutObject gives up on an object that is all keys", () => {
  const value = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, i) => [`${i}`.repeat(50), i]),
  );
  const { value: part, cuts } = cutObject(value, 500);
  assert(stringifyJson(part).length <= 500);
  assertEquals(cuts[0]?.total, 5_000);
});

Deno.test("TextPage makes pages that join to the whole, however it was written", () => {
  const random = seeded(3);
  const pieces = Array.from({ length: 40 }, () => "é\u{1f600}x".repeat(Math.floor(random() * 30)));
  const whole = pieces.join("");
  for (const maxChars of [1, 7, 100, 10_000]) {
    let joined = "";
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page: TextPage = new TextPage({ offset, maxChars });
      for (const piece of pieces) page.add(piece);
      assertEquals(page.totalChars, codePointLength(whole));
      assertEquals(page.text, codePointSlice(whole, offset, offset + maxChars));
      joined += page.text;
      offset = maxChars < 7 && offset > 50 ? undefined : page.nextOffset;
    }
    assert(whole.startsWith(joined));
  }
  const beyond = new TextPage({ offset: 1_000_000, maxChars: 10 });
  beyond.add("short");
  assertEquals([beyond.text, beyond.nextOffset], ["", undefined]);
});

Deno.test("ProgressNotes only rise, never pass the total, and break a silence", async () => {
  const sent: ProgressMessage[] = [];
  const heard = Promise.withResolvers<void>();
  {
    using notes = new ProgressNotes({
      silenceMs: 1,
      send(message) {
        sent.push(message);
        if (message.message.startsWith("Still")) heard.resolve();
      },
    });
    await heard.promise;
    const turns = 3;
    notes.note({ message: "before", turn: 0, turns });
    for (const turn of [1, 1, 2, 2, 2, 3, 1, 3]) notes.note({ message: "m", turn, turns });
  }
  const numbers = sent.map(({ progress }) => progress);
  assertEquals(numbers, [...new Set(numbers)].sort((a, b) => a - b));
  assert(sent.every(({ progress, total = Infinity }) => progress < total));
});

const DEFAULTS = { maxIterations: 30, maxLlmCalls: 60, timeoutMs: 600_000 };

Deno.test("chooseLimits takes what is asked, else the task's, and never more than allowed", () => {
  const choose = (asked: Record<string, number>, ceilings = {}) =>
    chooseLimits(asked, { ceilings, defaults: DEFAULTS });
  assertEquals(choose({}), DEFAULTS);
  assertEquals(choose({}, { maxIterations: 10, maxLlmCalls: 90, timeoutMs: 0, maxCostUsd: 2 }), {
    ...DEFAULTS,
    maxIterations: 10,
    maxCostUsd: 2,
  });
  const asked = { max_iterations: 40, max_cost_usd: 0.5, timeout_s: 0.0001, max_llm_calls: 0 };
  assertEquals(choose(asked, { maxCostUsd: 2, maxOutputChars: 7 }), {
    maxIterations: 40,
    maxCostUsd: 0.5,
    timeoutMs: 1,
    maxLlmCalls: 0,
    maxOutputChars: 7,
  });
  for (
    const more of [{ maxIterations: 39 }, { maxCostUsd: 0.4 }, { maxLlmCalls: 5, timeoutMs: 1 }]
  ) {
    const big = { max_iterations: 40, max_cost_usd: 0.5, timeout_s: 60 };
    assertEquals(assertThrows(() => choose(big, more), FleetError).code, "refused");
  }
});

const MODELS: readonly (readonly [name: string, isAllowed: boolean])[] = [
  ["offline", true],
  ["openai/gpt-5", true],
  ["gpt-4o", true],
  ["openai/other", true],
  ["groq/any", true],
  ["mistral/one", true],
  ["mistral/two", false],
  ["anthropic/x", false],
  ["scripted:a.jsonl", false],
  ["scripted:mine.jsonl", true],
  ["", false],
  ["offline2", true],
  ["../openai/x", false],
];

Deno.test("checkModel allows the configured providers and what was named", () => {
  const rules = {
    configured: ["gpt-5", "scripted:mine.jsonl"],
    allowed: ["groq/*", "mistral/one"],
  };
  for (const [name, isAllowed] of MODELS) {
    if (isAllowed) checkModel(name, rules);
    else {assertEquals(
        assertThrows(() => checkModel(name, rules), FleetError).code,
        "refused",
        name,
      );}
  }
  assertThrows(() => checkModel("openai/x", { configured: ["offline"], allowed: [] }), FleetError);
});

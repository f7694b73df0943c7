import { assertEquals, assertRejects } from "@std/assert";
import { FleetError, InterruptedError } from "../../src/core/errors.ts";
import type { Message, PlannerBrief } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { openReplyCache } from "../../src/lm/reply_cache.ts";
import { type CachedReply, type ReplyStore, withCache } from "../../src/lm/with_cache.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { completionOf, stubModel } from "./_stub_model.ts";

const ask = (content: string): readonly Message[] => [{ role: "user", content }];
const BRIEF: PlannerBrief = {
  instructions: "",
  variables: [],
  outputs: [],
  purpose: "turn",
  turn: 1,
};

function memory(): ReplyStore & { readonly kept: Map<string, CachedReply> } {
  const kept = new Map<string, CachedReply>();
  return { kept, get: (key) => kept.get(key), put: (key, reply) => void kept.set(key, reply) };
}

Deno.test("withCache answers what was asked before, without tokens and with a mark", async () => {
  const model = stubModel((call) => `answer ${call}`);
  const cached = withCache(model, { store: memory(), scope: ["s"] });
  assertEquals(await cached.generate(ask("a")), completionOf("answer 1"));
  assertEquals(await cached.generate(ask("a")), { ...completionOf("answer 1"), isCached: true });
  assertEquals((await cached.generate(ask("b"))).text, "answer 2");
  assertEquals([model.calls, cached.id], [2, "stub"]);
});

Deno.test("withCache keeps apart what differs in scope, role or place", async () => {
  const store = memory();
  const model = stubModel((call) => `answer ${call}`);
  const conversations: readonly (readonly Message[])[] = [
    ask("a"),
    [{ role: "system", content: "a" }],
    [...ask("a"), ...ask("b")],
    ask("ab"),
  ];
  for (const scope of [["x"], ["y"], ["x", "y"]]) {
    for (const messages of conversations) {
      await withCache(model, { store, scope }).generate(messages);
    }
  }
  assertEquals([model.calls, store.kept.size], [12, 12]);
  assertEquals([...store.kept.keys()].every((key) => /^[0-9a-f]{64}$/.test(key)), true);
});

Deno.test("withCache leaves planners alone unless told otherwise", async () => {
  const store = memory();
  const model = stubModel((call) => `answer ${call}`);
  const off = withCache(model, { store, scope: [] });
  for (let i = 0; i < 2; i++) await off.generate(ask("a"), { brief: BRIEF });
  assertEquals([model.calls, store.kept.size], [2, 0]);
  const on = withCache(model, { store, scope: [], cachesPlanner: true });
  for (let i = 0; i < 2; i++) await on.generate(ask("a"), { brief: BRIEF });
  // A sub-query with the same words is something else.
  await on.generate(ask("a"));
  assertEquals([model.calls, store.kept.size], [4, 2]);
});

Deno.test("withCache does not keep replies that were cut or held back, nor failures", async () => {
  for (const finishReason of ["length", "filter"] as const) {
    const store = memory();
    const model = {
      id: "stub",
      generate: () => Promise.resolve({ ...completionOf("half"), finishReason }),
    };
    await withCache(model, { store, scope: [] }).generate(ask("a"));
    assertEquals(store.kept.size, 0);
  }
  const store = memory();
  const failing = stubModel(() => {
    throw new FleetError("model-busy", "no");
  });
  const cached = withCache(failing, { store, scope: [] });
  for (let i = 0; i < 2; i++) await assertRejects(() => cached.generate(ask("a")), FleetError);
  assertEquals([failing.calls, store.kept.size], [2, 0]);
});

Deno.test("withCache makes one call for questions that are alike and asked at once", async () => {
  const gate = Promise.withResolvers<string>();
  const model = stubModel(() => gate.promise);
  const cached = withCache(model, { store: memory(), scope: [] });
  const answers = Promise.all([1, 2, 3].map(() => cached.generate(ask("a"))));
  gate.resolve("one");
  assertEquals((await answers).map(({ text, isCached }) => [text, isCached]), [
    ["one", undefined],
    ["one", true],
    ["one", true],
  ]);
  assertEquals(model.calls, 1);
});

Deno.test("withCache goes on for the others when one who asked the same leaves", async () => {
  const gate = Promise.withResolvers<string>();
  let seen: AbortSignal | undefined;
  const model = stubModel((_, { signal }) => {
    seen = signal;
    return gate.promise;
  });
  const cached = withCache(model, { store: memory(), scope: [] });
  const leader = new AbortController();
  const first = cached.generate(ask("a"), { signal: leader.signal });
  const second = cached.generate(ask("a"));
  leader.abort();
  await assertRejects(() => first, InterruptedError);
  assertEquals(seen?.aborted, false);
  gate.resolve("one");
  assertEquals((await second).text, "one");
});

Deno.test("withCache ends the call when everybody has left, and asks anew afterwards", async () => {
  const signals: AbortSignal[] = [];
  const model = stubModel((call, { signal }) => {
    signals.push(signal!);
    return call === 1 ? new Promise(() => {}) : "two";
  });
  const cached = withCache(model, { store: memory(), scope: [] });
  const abort = new AbortController();
  const calls = [1, 2].map(() => cached.generate(ask("a"), { signal: abort.signal }));
  abort.abort();
  for (const call of calls) await assertRejects(() => call, InterruptedError);
  assertEquals([signals.length, signals[0]?.aborted], [1, true]);
  assertEquals((await cached.generate(ask("a"))).text, "two");
});

Deno.test("createModels asks no server for what the cache on disk has", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-cache-" });
  try {
    await using server = startOpenAiServer({ reply: (_, index) => `answer ${index}` });
    const seen: unknown[] = [];
    for (let run = 0; run < 2; run++) {
      using cache = await openReplyCache(`${folder}/replies.sqlite`, { mode: "on" });
      const settings = { apiBase: server.url, cache, prices: { "*": { input: 1, output: 1 } } };
      const { subModel } = await createModels({ planner: "any/model", settings });
      for (const question of ["a", "b", "a"]) {
        const { text, isCached, usage } = await subModel.generate(ask(question));
        seen.push([text, isCached ?? false, usage.costUsd !== undefined]);
      }
    }
    assertEquals(seen, [
      ["answer 0", false, true],
      ["answer 1", false, true],
      ["answer 0", true, false],
      ["answer 0", true, false],
      ["answer 1", true, false],
      ["answer 0", true, false],
    ]);
    assertEquals(server.requests.length, 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("withCache has one of those who share a failed call pay for it", async () => {
  const usage = { inputTokens: 7, outputTokens: 3, cachedTokens: 0 };
  const model = stubModel(async () => {
    await Promise.resolve();
    throw new FleetError("model-reply-invalid", "empty", { usage });
  });
  const cached = withCache(model, { store: memory(), scope: [] });
  const fail = async () => (await assertRejects(() => cached.generate(ask("a")), FleetError)).usage;
  const told = await Promise.all([fail(), fail(), fail()]);
  assertEquals([model.calls, told.map((each) => each?.inputTokens)], [1, [7, 0, 0]]);
});

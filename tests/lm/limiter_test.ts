import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InterruptedError } from "../../src/core/errors.ts";
import { createLimiter } from "../../src/lm/limiter.ts";

Deno.test("createLimiter keeps order and bound when more is asked than may run", async () => {
  const limiter = createLimiter(3);
  const started: number[] = [];
  const gates = Array.from({ length: 8 }, () => Promise.withResolvers<void>());
  let most = 0;
  const results = gates.map((gate, i) =>
    limiter.run(async () => {
      started.push(i);
      most = Math.max(most, limiter.active);
      await gate.promise;
      return i * 10;
    })
  );
  assertEquals([limiter.active, limiter.waiting], [3, 5]);
  for (const gate of gates.toReversed()) gate.resolve();
  assertEquals(await Promise.all(results), [0, 10, 20, 30, 40, 50, 60, 70]);
  assertEquals(started, [0, 1, 2, 3, 4, 5, 6, 7]);
  assertEquals([most, limiter.active, limiter.waiting], [3, 0, 0]);
});

Deno.test("createLimiter gives its place on when work throws", async () => {
  const limiter = createLimiter(1);
  const failed = limiter.run(() => {
    throw new TypeError("no");
  });
  const next = limiter.run(() => "next");
  await assertRejects(() => failed, TypeError, "no");
  assertEquals(await next, "next");
  assertEquals(limiter.active, 0);
});

Deno.test("createLimiter rejects at once when aborted in the queue, and the others go on", async () => {
  const limiter = createLimiter(1);
  const gate = Promise.withResolvers<void>();
  const abort = new AbortController();
  const first = limiter.run(() => gate.promise);
  let ran = false;
  const second = limiter.run(() => {
    ran = true;
  }, abort.signal);
  const third = limiter.run(() => "third");
  abort.abort();
  await assertRejects(() => second, InterruptedError);
  assertEquals([limiter.active, limiter.waiting], [1, 1]);
  gate.resolve();
  await first;
  assertEquals(await third, "third");
  assertEquals(ran, false);
});

Deno.test("createLimiter does not start work when the signal was aborted before", async () => {
  const limiter = createLimiter(1);
  let ran = false;
  await assertRejects(
    () =>
      limiter.run(() => {
        ran = true;
      }, AbortSignal.abort()),
    InterruptedError,
  );
  assertEquals([ran, limiter.active], [false, 0]);
});

Deno.test("createLimiter does not start work when aborted between admission and start", async () => {
  const limiter = createLimiter(1);
  const gate = Promise.withResolvers<void>();
  const abort = new AbortController();
  const first = limiter.run(() => gate.promise.finally(() => queueMicrotask(() => abort.abort())));
  const second = limiter.run(() => "ran", abort.signal).catch((error) => error.name);
  const third = limiter.run(() => "third");
  gate.resolve();
  await first;
  assertEquals(["ran", "InterruptedError"].includes(await second), true);
  assertEquals(await third, "third");
  assertEquals(limiter.active, 0);
});

Deno.test("createLimiter refuses a bound that is no whole number of at least 1", () => {
  for (const max of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(() => createLimiter(max), RangeError, `'${max}'`);
  }
});

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InterruptedError } from "../../src/core/errors.ts";
import { createAdaptiveLimiter } from "../../src/lm/adaptive_limiter.ts";
import type { Limiter, Place } from "../../src/lm/limiter.ts";

/** Work that ends when it is told to. */
interface Job {
  readonly place: Place;
  end(): Promise<void>;
}

/** Starts one piece of work and gives it once it is under way. */
async function start(limiter: Limiter): Promise<Job> {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<Place>();
  const done = limiter.run(async (place) => {
    begun.resolve(place);
    await gate.promise;
  });
  const place = await begun.promise;
  return {
    place,
    end: () => {
      gate.resolve();
      return done;
    },
  };
}

const startMany = (limiter: Limiter, count: number): Promise<Job[]> =>
  Promise.all(Array.from({ length: count }, () => start(limiter)));

Deno.test("createAdaptiveLimiter halves once for one burst of push-backs", async () => {
  const limiter = createAdaptiveLimiter(16);
  const jobs = await startMany(limiter, 16);
  for (const job of jobs) job.place.throttle();
  assertEquals([limiter.max, limiter.allowed, limiter.active], [16, 8, 16]);
  // Pushed back again after its wait: that is news.
  jobs[0]!.place.throttle();
  jobs[1]!.place.throttle();
  assertEquals(limiter.allowed, 4);
  for (const job of jobs) await job.end();
  assertEquals(limiter.active, 0);
});

Deno.test("createAdaptiveLimiter never goes below 1 nor above its most", async () => {
  const limiter = createAdaptiveLimiter(3);
  const job = await start(limiter);
  for (let i = 0; i < 5; i++) job.place.throttle();
  assertEquals(limiter.allowed, 1);
  await job.end();
  for (let i = 0; i < 20; i++) await limiter.run(() => {});
  assertEquals(limiter.allowed, 3);
});

Deno.test("createAdaptiveLimiter grows by one for every round that went well", async () => {
  const limiter = createAdaptiveLimiter(8);
  const first = await start(limiter);
  first.place.throttle();
  await first.end();
  // That success belongs to the new pace; three more make the round of four.
  const seen = [limiter.allowed];
  for (let i = 0; i < 8; i++) {
    await limiter.run(() => {});
    seen.push(limiter.allowed);
  }
  assertEquals(seen, [4, 4, 4, 5, 5, 5, 5, 5, 6]);
});

Deno.test("createAdaptiveLimiter does not grow by failures or by what began before the cut", async () => {
  const limiter = createAdaptiveLimiter(4);
  const jobs = await startMany(limiter, 4);
  jobs[0]!.place.throttle();
  for (const job of jobs.slice(1)) await job.end();
  assertEquals(limiter.allowed, 2);
  for (let i = 0; i < 4; i++) {
    await assertRejects(() => limiter.run(() => Promise.reject(new TypeError("no"))), TypeError);
  }
  assertEquals(limiter.allowed, 2);
  await jobs[0]!.end();
});

Deno.test("createAdaptiveLimiter keeps order, lets in as many as allowed, and answers in place", async () => {
  const limiter = createAdaptiveLimiter(4);
  const jobs = await startMany(limiter, 4);
  const started: number[] = [];
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
  const results = gates.map((gate, i) =>
    limiter.run(async () => {
      started.push(i);
      await gate.promise;
      return i * 10;
    })
  );
  jobs[0]!.place.throttle();
  for (const job of jobs) await job.end();
  assertEquals([started, limiter.active, limiter.waiting], [[0, 1], 2, 4]);
  for (const gate of gates.toReversed()) gate.resolve();
  assertEquals(await Promise.all(results), [0, 10, 20, 30, 40, 50]);
  assertEquals([started, limiter.active], [[0, 1, 2, 3, 4, 5], 0]);
});

Deno.test("createAdaptiveLimiter rejects at once when aborted in the queue", async () => {
  const limiter = createAdaptiveLimiter(1);
  const job = await start(limiter);
  const abort = new AbortController();
  const queued = limiter.run(() => "ran", abort.signal);
  abort.abort();
  await assertRejects(() => queued, InterruptedError);
  assertEquals([limiter.active, limiter.waiting], [1, 0]);
  await job.end();
});

Deno.test("createAdaptiveLimiter refuses a bound that is no whole number of at least 1", () => {
  for (const max of [0, -1, 1.5, NaN]) assertThrows(() => createAdaptiveLimiter(max), RangeError);
});

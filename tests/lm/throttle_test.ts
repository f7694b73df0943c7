/**
 * The retry wrapper and the adaptive limiter together, against a server that pushes back.
 *
 * @module
 */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { createAdaptiveLimiter } from "../../src/lm/adaptive_limiter.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { createOpenAiModel } from "../../src/lm/openai_model.ts";
import { resolveEndpoint } from "../../src/lm/endpoint.ts";
import { withRetry } from "../../src/lm/retry.ts";
import { type ServerReply, startOpenAiServer } from "../fakes/openai_server.ts";

Deno.test("createAdaptiveLimiter lowers its pace for a server that pushes back, and answers in order", async () => {
  const refusals: readonly ServerReply[] = [
    { status: 429, headers: { "retry-after-ms": "1" } },
    { status: 503 },
    { status: 529 },
    { status: 429, headers: { "retry-after": "0" } },
  ];
  await using server = startOpenAiServer({
    reply: ({ body }, index) => refusals[index] ?? `to ${body.messages[0]?.content}`,
  });
  const endpoint = resolveEndpoint("any/model", { settings: { apiBase: server.url } });
  const model = withRetry(createOpenAiModel(endpoint), { baseDelayMs: 1 });
  const limiter = createAdaptiveLimiter(8);
  let lowest = limiter.allowed;
  const asked = Array.from({ length: 24 }, (_, i) =>
    limiter.run(async (place) => {
      const onThrottle = () => {
        place.throttle();
        lowest = Math.min(lowest, limiter.allowed);
      };
      const messages = [{ role: "user", content: String(i) }] as const;
      return (await model.generate(messages, { onThrottle })).text;
    }));
  assertEquals(await Promise.all(asked), Array.from({ length: 24 }, (_, i) => `to ${i}`));
  assertEquals(server.requests.length, 28);
  assertEquals(lowest <= 4, true);
  assertEquals([server.inFlightMax <= 8, limiter.active], [true, 0]);
});

Deno.test("createAdaptiveLimiter keeps its pace when failures are no push-back", async () => {
  await using server = startOpenAiServer({
    reply: (_, index) => index < 2 ? { status: 500 } : "ok",
  });
  const endpoint = resolveEndpoint("any/model", { settings: { apiBase: server.url } });
  const model = withRetry(createOpenAiModel(endpoint), { baseDelayMs: 1 });
  const limiter = createAdaptiveLimiter(8);
  await limiter.run(({ throttle }) => model.generate([], { onThrottle: throttle }));
  assertEquals([server.requests.length, limiter.allowed], [3, 8]);
});

Deno.test("createModels gives up on an address where nobody listens after one more attempt", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const apiBase = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/v1`;
  listener.close();
  const attempts: number[] = [];
  const { planner } = await createModels({
    planner: "any/model",
    settings: { apiBase, onRetry: ({ attempt }) => attempts.push(attempt) },
  });
  const error = await assertRejects(() => planner.generate([]), FleetError);
  assertEquals([error.code, attempts], ["model-unreachable", [1]]);
  assertStringIncludes(error.message, "(2 attempts)");
});

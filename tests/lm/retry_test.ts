import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, InterruptedError } from "../../src/core/errors.ts";
import { addUsage, NO_USAGE, type Usage } from "../../src/core/lm.ts";
import { readRetryAfter } from "../../src/lm/retry_after.ts";
import { RetryableError } from "../../src/lm/retryable_error.ts";
import { type RetryNotice, withRetry } from "../../src/lm/retry.ts";
import { stubModel } from "./_stub_model.ts";

const busy = (retryAfterMs?: number) =>
  new RetryableError("model-busy", "Cannot get a reply from 'stub': busy", {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

Deno.test("withRetry doubles its wait with jitter until an attempt succeeds", async () => {
  const waits: number[] = [];
  const notices: RetryNotice[] = [];
  const model = stubModel((call) => {
    if (call < 4) throw busy();
    return "done";
  });
  const patient = withRetry(model, {
    baseDelayMs: 100,
    random: () => 0.5,
    wait: (ms) => Promise.resolve(void waits.push(ms)),
    onRetry: (notice) => notices.push(notice),
  });
  assertEquals((await patient.generate([])).text, "done");
  assertEquals(waits, [75, 150, 300]);
  assertEquals(notices.map((each) => each.attempt), [1, 2, 3]);
  assertEquals(patient.id, "stub");
});

Deno.test("withRetry gives up after its attempts with the last failure's code", async () => {
  const model = stubModel(() => {
    throw busy();
  });
  const patient = withRetry(model, { maxAttempts: 3, wait: () => Promise.resolve() });
  const error = await assertRejects(() => patient.generate([]), FleetError);
  assertEquals([error.code, model.calls], ["model-busy", 3]);
  assertEquals(error instanceof RetryableError, false);
  assertStringIncludes(error.message, "(3 attempts)");
});

Deno.test("withRetry waits as long as the provider asks when that is longer", async () => {
  const waits: number[] = [];
  const model = stubModel((call) => {
    if (call === 1) throw busy(7_000);
    return "done";
  });
  const patient = withRetry(model, { wait: (ms) => Promise.resolve(void waits.push(ms)) });
  await patient.generate([]);
  assertEquals(waits, [7_000]);
});

Deno.test("withRetry gives up at once when the provider asks for too long a wait", async () => {
  const model = stubModel(() => {
    throw busy(600_000);
  });
  const error = await assertRejects(() => withRetry(model).generate([]), FleetError);
  assertEquals(model.calls, 1);
  assertStringIncludes(error.message, "asked to wait 600 s");
});

Deno.test("withRetry passes on what will not change", async () => {
  for (const code of ["model-auth", "model-rejected", "task-unsuited"] as const) {
    const model = stubModel(() => {
      throw new FleetError(code, "no");
    });
    const error = await assertRejects(() => withRetry(model).generate([]), FleetError);
    assertEquals([error.code, error.message, model.calls], [code, "no", 1]);
  }
});

Deno.test("withRetry ends its wait at once when aborted", async () => {
  const abort = new AbortController();
  const model = stubModel(() => {
    queueMicrotask(() => abort.abort());
    throw busy(50_000);
  });
  await assertRejects(
    () => withRetry(model).generate([], { signal: abort.signal }),
    InterruptedError,
  );
  assertEquals(model.calls, 1);
});

Deno.test("readRetryAfter reads milliseconds, seconds and dates", () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);
  const cases: readonly (readonly [Record<string, string>, number | undefined])[] = [
    [{}, undefined],
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "120", "retry-after": "3" }, 120],
    [{ "retry-after": "Thu, 01 Jan 2026 12:00:05 GMT" }, 5_000],
    [{ "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5" }, undefined],
  ];
  for (const [headers, expected] of cases) {
    assertEquals(readRetryAfter(new Headers(headers), now), expected, JSON.stringify(headers));
  }
});

Deno.test("withRetry tries once more when the server was never reached, and often once it was", async () => {
  const unreached = new RetryableError("model-unreachable", "Cannot reach", { isUnreached: true });
  for (const [fails, expected] of [["always", 2], ["later", 5]] as const) {
    const model = stubModel((call) => {
      if (fails === "later" && call === 1) return "reached";
      throw unreached;
    });
    const patient = withRetry(model, { wait: () => Promise.resolve() });
    if (fails === "later") await patient.generate([]);
    const error = await assertRejects(() => patient.generate([]), FleetError);
    assertEquals([error.code, model.calls], ["model-unreachable", expected]);
  }
});

Deno.test("withRetry takes a refusal for a sign that the server is there", async () => {
  const model = stubModel((call) => {
    if (call === 2) throw busy();
    throw new RetryableError("model-unreachable", "Cannot reach", { isUnreached: true });
  });
  const patient = withRetry(model, { maxAttempts: 6, wait: () => Promise.resolve() });
  await assertRejects(() => patient.generate([]), FleetError);
  assertEquals(model.calls, 6);
});

Deno.test("withRetry tells its caller of every push-back and of nothing else", async () => {
  const model = stubModel((call) => {
    if (call < 3) throw new RetryableError("model-busy", "429", { isThrottled: true });
    if (call === 3) throw busy();
    return "done";
  });
  let told = 0;
  await withRetry(model, { wait: () => Promise.resolve() })
    .generate([], { onThrottle: () => told++ });
  assertEquals([model.calls, told], [4, 2]);
});

const USAGE = { inputTokens: 1_000, outputTokens: 300, cachedTokens: 0 };
const empty = () => new RetryableError("model-reply-invalid", "empty text", { usage: USAGE });
const patience = { wait: () => Promise.resolve() };

Deno.test("withRetry adds what failed attempts took to the reply", async () => {
  const model = stubModel((call) => {
    if (call < 3) throw empty();
    return "done";
  });
  const alone = (await stubModel(() => "done").generate([])).usage;
  const { usage } = await withRetry(model, patience).generate([]);
  assertEquals(usage, addUsage(addUsage(USAGE, USAGE), alone));
});

Deno.test("withRetry tells with its last failure what all attempts took, if it is known", async () => {
  const told = async (fail: (call: number) => FleetError): Promise<Usage | undefined> => {
    const model = stubModel((call) => {
      throw fail(call);
    });
    const patient = withRetry(model, { ...patience, maxAttempts: 3 });
    return (await assertRejects(() => patient.generate([]), FleetError)).usage;
  };
  assertEquals((await told(empty))?.outputTokens, 900);
  assertEquals(await told(() => busy()), undefined);
  assertEquals((await told((call) => call === 2 ? busy() : empty()))?.estimatedCalls, 1);
  const refused = new FleetError("model-auth", "no", { usage: NO_USAGE });
  assertEquals((await told((call) => call === 1 ? empty() : refused))?.inputTokens, 1_000);
});

Deno.test("withRetry keeps the bound of a call over its attempts", async () => {
  const bounds: (number | undefined)[] = [];
  const patient = withRetry({
    id: "stub",
    generate: (_messages, call) => {
      bounds.push(call?.maxOutputTokens);
      return Promise.reject(empty());
    },
  }, { ...patience, maxAttempts: 9 });
  await assertRejects(() => patient.generate([], { maxOutputTokens: 1_000 }), FleetError);
  assertEquals(bounds, [1_000, 700, 400]);
});

Deno.test("withRetry passes an interruption on after failed attempts", async () => {
  const abort = new AbortController();
  const model = stubModel((call) => {
    if (call === 1) throw empty();
    abort.abort();
    throw new InterruptedError();
  });
  await assertRejects(
    () => withRetry(model, patience).generate([], { signal: abort.signal }),
    InterruptedError,
  );
});

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, InterruptedError } from "../../src/core/errors.ts";
import { withTimeout } from "../../src/lm/timeout.ts";
import { wait } from "../../src/lm/wait.ts";
import { stubModel } from "./_stub_model.ts";

Deno.test("withTimeout ends a call at its deadline, and the model's signal with it", async () => {
  let seen: AbortSignal | undefined;
  const model = stubModel((_, { signal }) => {
    seen = signal;
    return new Promise(() => {});
  });
  const error = await assertRejects(
    () => withTimeout(model, { timeoutMs: 5 }).generate([]),
    FleetError,
  );
  assertEquals([error.code, seen?.aborted], ["model-busy", true]);
  assertStringIncludes(error.message, "none within 0.005 s");
});

Deno.test("withTimeout gives the caller's interruption precedence and leaves no timer", async () => {
  const abort = new AbortController();
  const model = stubModel((_, { signal }) => {
    queueMicrotask(() => abort.abort());
    return wait(60_000, signal).then(() => "late");
  });
  await assertRejects(
    () => withTimeout(model).generate([], { signal: abort.signal }),
    InterruptedError,
  );
});

Deno.test("withTimeout passes replies and errors through", async () => {
  const replies = withTimeout(stubModel(() => "text"));
  assertEquals((await replies.generate([])).text, "text");
  const fails = withTimeout(stubModel(() => {
    throw new FleetError("model-auth", "no");
  }));
  assertEquals((await assertRejects(() => fails.generate([]), FleetError)).code, "model-auth");
});

Deno.test("withTimeout adds nothing when its limit is 0", () => {
  const model = stubModel(() => "text");
  assertEquals(withTimeout(model, { timeoutMs: 0 }), model);
});

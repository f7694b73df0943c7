import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { readRecord } from "../../src/replay/read_record.ts";
import { hashRequest } from "../../src/rlm/request_hash.ts";
import type { FakeStep } from "../fakes/fake_interpreter.ts";
import { planned } from "../fakes/scripted_model.ts";
import { record } from "./_recorded.ts";

const hash = (content: string) => hashRequest([{ role: "user", content }]);

Deno.test("readRecord keeps answers by the hash of their prompt, in the order of asking", async () => {
  const asking: FakeStep = async ({ call }) => {
    await call("llm_query_batched", { prompts: ["p", "q", "p"] });
    return { submit: { answer: "x" } };
  };
  const recorded = await record({
    replies: [planned("one"), "1", "2", "3"],
    cells: [[asking]],
    options: { concurrency: 1 },
  });
  const texts = (content: string) =>
    recorded.queries.get(hash(content))?.map((each) => each.value?.text);
  assertEquals([texts("p"), texts("q")], [["1", "3"], ["2"]]);
  assertEquals(recorded.queries.get(hash("p"))?.[0]?.step, 1);
  assertEquals(JSON.stringify([...recorded.queries]).includes('"p"'), false, "No prompt is kept");
});

Deno.test("readRecord tells the limit that ended a run from one that only refused", async () => {
  const refused: FakeStep = async ({ call }) => {
    await call("llm_query", { prompt: "p" }).catch(() => {});
    return "a";
  };
  const options = { limits: { maxLlmCalls: 0, maxIterations: 2 } };
  const submitting = await record({
    replies: [planned("one"), planned("two")],
    cells: [[refused, { submit: { answer: "x" } }]],
    options,
  });
  assertEquals([submitting.limit, submitting.end?.status], [undefined, "submitted"]);
  const limited = await record({
    replies: [planned("one"), planned("two"), "{}"],
    cells: [[refused, "b"]],
    options,
  });
  assertEquals([limited.limit?.limit, limited.end?.status], ["iterations", "limit"]);
});

Deno.test("readRecord refuses a file that does not say what its run was made from", async () => {
  const path = await Deno.makeTempFile({ suffix: ".jsonl" });
  try {
    await Deno.writeTextFile(path, '{"schema":"fleet-rlm.trajectory","version":1}\n{"type":"run-');
    const error = await assertRejects(() => readRecord(path), FleetError);
    assertEquals(error.code, "input-invalid");
    assertStringIncludes(error.message, "does not say what its run was made from");
  } finally {
    await Deno.remove(path);
  }
});

/** One run from typed data: its limits, its tools, its record, or none. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { jobResult, jobValues } from "../../src/jobs/job_result.ts";
import type { ModelChoice, RunHost } from "../../src/jobs/run_host.ts";
import { type Job, runJob } from "../../src/jobs/run_job.ts";
import { ANSWER_QUESTION } from "../../src/tasks/answer_question.ts";
import { FakeInterpreter, type FakeStep } from "../fakes/fake_interpreter.ts";
import { planned, ScriptedModel } from "../fakes/scripted_model.ts";

interface FakeHost extends RunHost {
  readonly choices: (ModelChoice | undefined)[];
}

/** A host whose sandboxes do these cells; it keeps records in `folder`, if there is one. */
function fakeHost(cells: readonly FakeStep[], folder?: string): FakeHost {
  const choices: (ModelChoice | undefined)[] = [];
  const planner = new ScriptedModel(cells.map((_, index) => planned(`cell ${index}`)));
  return {
    backend: { name: "fake", createInterpreter: (options) => new FakeInterpreter(cells, options) },
    settings: { models: {} },
    choices,
    models: (choice) => {
      choices.push(choice);
      return Promise.resolve({ planner, subModel: planner, price: () => undefined });
    },
    redact: (text) => text.replaceAll("hunter2", "[REDACTED]"),
    recordPath: (runId) => folder === undefined ? undefined : `${folder}/${runId}.jsonl`,
    [Symbol.dispose]: () => {},
  };
}

const JOB: Job = {
  task: ANSWER_QUESTION,
  variables: [{ kind: "value", name: "question", value: "Who is hunter2?" }],
};

Deno.test("runJob runs a task and keeps no record where the host keeps none", async () => {
  const host = fakeHost(["seen\n", { submit: { answer: "Nobody" } }]);
  const outcome = await runJob({ ...JOB, models: { model: "a/b" } }, host);
  assertEquals(host.choices, [{ model: "a/b" }]);
  assertEquals([outcome.result.status, outcome.path], ["submitted", undefined]);
  assertEquals(jobValues(outcome), { answer: "Nobody", trajectory_steps: 2 });
  const { run_id: id, ...told } = jobResult(outcome, { nested: true });
  assert(typeof id === "string");
  assertEquals(told, {
    outputs: { answer: "Nobody", trajectory_steps: 2 },
    status: "submitted",
    iterations: 2,
    llm_calls: 0,
    usage: { input_tokens: 200, output_tokens: 20, cached_tokens: 100 },
  });
});

Deno.test("runJob records a run where the host says, redacted, and tells its events", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-test-" });
  try {
    const types: string[] = [];
    const host = fakeHost([{ submit: { answer: "x" } }], folder);
    const { path } = await runJob({ ...JOB, runId: "r1" }, host, {
      listeners: [({ type }) => types.push(type)],
    });
    assertEquals(path, `${folder}/r1.jsonl`);
    const text = await Deno.readTextFile(`${folder}/r1.jsonl`);
    assert(text.includes("Who is [REDACTED]?") && !text.includes("hunter2"));
    assertEquals([types[0], types.at(-1)], ["run-start", "run-end"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runJob leaves no record of what cannot run", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-test-" });
  try {
    const host = fakeHost([], folder);
    const error = await assertRejects(() => runJob({ ...JOB, variables: [] }, host), FleetError);
    assert(error.message.includes("question"));
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runJob has limits of its own win over the task's", async () => {
  const host = fakeHost(["a\n", { submit: { answer: "late" } }]);
  const outcome = await runJob({ ...JOB, limits: { maxIterations: 1 } }, host);
  assertEquals([outcome.result.status, outcome.result.limit], ["limit", "iterations"]);
});

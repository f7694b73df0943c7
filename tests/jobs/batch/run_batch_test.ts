/** Many runs at a time: how many, in which order, and what one of them can do to the others. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import { type BatchOptions, runBatch } from "../../../src/jobs/batch/run_batch.ts";
import type { BatchTask } from "../../../src/jobs/batch/task_file.ts";
import type { TaskResult } from "../../../src/jobs/batch/task_result.ts";
import { limitHost } from "../../../src/jobs/limit_host.ts";
import type { RunHost } from "../../../src/jobs/run_host.ts";
import { ANSWER_QUESTION } from "../../../src/tasks/answer_question.ts";
import { FakeInterpreter, type FakeStep } from "../../fakes/fake_interpreter.ts";
import { answering, planned } from "../../fakes/scripted_model.ts";

/** What the one cell of every run does, by the question of its task. */
type Cell = (question: string) => FakeStep | Promise<FakeStep>;

const planner = answering(() => planned("the one cell"));

function fakeHost(cell: Cell): RunHost {
  const run: FakeStep = ({ variables: [question] }) =>
    cell(question?.kind === "value" ? String(question.value) : "");
  return {
    backend: { name: "fake", createInterpreter: (options) => new FakeInterpreter([run], options) },
    settings: {},
    models: () => Promise.resolve({ planner, subModel: planner, price: () => undefined }),
    redact: (text) => text.replaceAll("hunter2", "[REDACTED]"),
    recordPath: () => undefined,
    [Symbol.dispose]: () => {},
  };
}

/** Tasks named after their numbers; `pulled` counts those that were asked for. */
async function* tasks(count: number, pulled: { count: number }): AsyncGenerator<BatchTask> {
  for (let line = 1; line <= count; line++) {
    pulled.count++;
    const inputs = [{ kind: "text", name: "question", text: `${line}` } as const];
    yield { id: `t${line}`, line, sha256: "", task: ANSWER_QUESTION, inputs, models: {} };
    await Promise.resolve();
  }
}

function options(cell: Cell, signal = new AbortController().signal): BatchOptions {
  return {
    host: fakeHost(cell),
    parallel: 3,
    concurrency: 16,
    limits: {},
    openInputs: (specs) =>
      Promise.resolve({
        variables: specs.map(({ name }, index) => {
          const spec = specs[index];
          const value = spec?.kind === "text" ? spec.text : "";
          return { kind: "value", name, value };
        }),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
    watch: () => ({ listener: () => {}, onWarn: () => {} }),
    signal,
  };
}

const submit = (answer: string): FakeStep => ({ submit: { answer } });

Deno.test("runBatch runs so many at a time and asks for no task before there is room", async () => {
  const pulled = { count: 0 };
  let running = 0;
  let most = 0;
  let ended = 0;
  const { promise: full, resolve } = Promise.withResolvers<void>();
  const cell: Cell = async (question) => {
    most = Math.max(most, ++running);
    if (running === 3) resolve();
    await full;
    running--;
    return submit(question);
  };
  for await (const { record, status } of runBatch(tasks(200, pulled), options(cell))) {
    ended++;
    assertEquals([status, record.outputs], ["submitted", {
      answer: String(record.line),
      trajectory_steps: 1,
    }]);
    assert(pulled.count - ended < 3, `${pulled.count} asked for, ${ended} ended`);
  }
  assertEquals([ended, pulled.count, most], [200, 200, 3]);
});

Deno.test("runBatch goes on when a task fails, and tells why without secrets", async () => {
  const thrown = new FleetError("sandbox-protocol", "Cannot go on: hunter2", { hint: "hunter2!" });
  const cell: Cell = (question) => question === "2" ? thrown : submit(question);
  const results = await Array.fromAsync(runBatch(tasks(4, { count: 0 }), options(cell)));
  assertEquals(results.map(({ status }) => status).sort(), [
    "failed",
    "submitted",
    "submitted",
    "submitted",
  ]);
  const failed = results.find(({ status }) => status === "failed");
  assertEquals([failed?.task.id, failed?.error], ["t2", "Cannot go on: [REDACTED]"]);
  assertEquals(failed?.record.error, {
    code: "sandbox-protocol",
    message: "Cannot go on: [REDACTED]",
    hint: "[REDACTED]!",
  });
  // What it took until then is known.
  assertEquals([failed?.spent.iterations, failed?.spent.usage.inputTokens], [1, 100]);
});

/** A cell that waits for its signal when the question is one of these. */
function waiting(...questions: readonly string[]): { cell: Cell; started: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = questions.length;
  const never = new Promise<FakeStep>(() => {});
  const cell: Cell = (question) => {
    if (!questions.includes(question)) return submit(question);
    if (--left === 0) resolve();
    return never;
  };
  return { cell, started: promise };
}

Deno.test("runBatch gives the results that there are when it is interrupted", async () => {
  const ending = new AbortController();
  const { cell, started } = waiting("2", "5", "7");
  const pulled = { count: 0 };
  const results: TaskResult[] = [];
  const run = async () => {
    for await (const result of runBatch(tasks(100, pulled), options(cell, ending.signal))) {
      results.push(result);
    }
  };
  const running = assertRejects(run, InterruptedError, "enough");
  await started;
  ending.abort(new InterruptedError("enough"));
  await running;
  const ids = results.map(({ task }) => task.id);
  assertEquals(ids.sort(), ["t1", "t3", "t4", "t6"]);
  assertEquals(pulled.count, 7);
});

Deno.test("runBatch ends the runs under way when nobody asks for more", async () => {
  const { cell } = waiting("1", "3");
  const pulled = { count: 0 };
  for await (const { task } of runBatch(tasks(9, pulled), options(cell))) {
    assertEquals(task.id, "t2");
    break;
  }
  assert(pulled.count <= 4);
});

Deno.test("limitHost bounds the model calls of all runs together", async () => {
  let active = 0;
  let most = 0;
  const model = answering(async () => {
    most = Math.max(most, ++active);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    active--;
    return planned("the one cell");
  });
  const host = limitHost({
    ...fakeHost(submit),
    models: () => Promise.resolve({ planner: model, subModel: model, price: () => undefined }),
  }, 2);
  const { planner: first, subModel } = await host.models();
  assert(first === subModel);
  const running = runBatch(tasks(20, { count: 0 }), { ...options(submit), host, parallel: 8 });
  assertEquals((await Array.fromAsync(running)).length, 20);
  assertEquals(most, 2);
});

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { CellResult } from "../../src/core/cell_result.ts";
import { FleetError, InterruptedError } from "../../src/core/errors.ts";
import { crashed, type FakeStep, printed } from "../fakes/fake_interpreter.ts";
import { planned } from "../fakes/scripted_model.ts";
import { eventsOf, type Observed, startRun, typesOf } from "./run_fixture.ts";

const LOOK = planned("print(1)");
const SUBMITTED: FakeStep = { submit: { answer: "x" } };
const timeout = (stateKept: boolean): CellResult => ({
  ...printed("half\n"),
  status: "timeout",
  timeoutMs: 30_000,
  stateKept,
});

const LOSSES: readonly (readonly [string, FakeStep, string])[] = [
  ["a crash", crashed("it was killed by signal 9", "half\n"), "killed by signal 9"],
  ["a hard time-out", timeout(false), "stopped after 30 s"],
  ["a loss that is thrown", new FleetError("sandbox-lost", "The sandbox is gone"), "is gone"],
  ["a session found ended", new FleetError("sandbox-ended", "Lifetime over"), "Lifetime over"],
];

for (const [what, step, told] of LOSSES) {
  Deno.test(`runRlm replaces the sandbox after ${what} and tells the planner`, async () => {
    const run = startRun({ replies: [LOOK, LOOK], cells: [[step], [SUBMITTED]] });
    const result = await run.result;
    assertEquals([result.status, result.iterations], ["submitted", 2]);
    assertEquals(run.interpreters.map((each) => each.shutdowns), [1, 1]);
    assertEquals(run.interpreters[1]!.calls[0]!.variables.length, 1);
    const replaced = eventsOf(run.events, "sandbox-start").map((event) => event.replacement);
    assertEquals(replaced, [false, true]);
    const message = run.planner.requests[1]!.at(-1)!.content;
    for (const part of [told, "is lost", "bound again: `query`", "Turns left: 19 of 20"]) {
      assertStringIncludes(message, part);
    }
  });
}

Deno.test("runRlm keeps the sandbox after a time-out that kept its state", async () => {
  const run = startRun({ replies: [LOOK, LOOK], cells: [[timeout(true), SUBMITTED]] });
  const { steps } = await run.result;
  assertEquals(run.interpreters.length, 1);
  assertStringIncludes(steps[0]!.output, "half");
  assertStringIncludes(steps[0]!.output, "keep what they held");
});

Deno.test("runRlm gives up a sandbox that crashes again and again", async () => {
  const run = startRun({
    replies: [LOOK, LOOK, "{}"],
    cells: [[crashed("gone")], [crashed("gone")], [SUBMITTED]],
    options: { limits: { maxErrors: 2 } },
  });
  const result = await run.result;
  assertEquals([result.status, result.limit], ["limit", "errors"]);
  assertEquals(run.interpreters.length, 2);
});

Deno.test("runRlm ends with a protocol failure and never extracts", async () => {
  const failure = new FleetError("sandbox-protocol", "protocol corrupt");
  const run = startRun({ replies: [LOOK], cells: [[failure]] });
  await assertRejects(() => run.result, FleetError, "protocol corrupt");
  assertEquals(run.planner.requests.length, 1);
  assertEquals(run.interpreters[0]!.shutdowns, 1);
  const end = eventsOf(run.events, "run-end")[0]!;
  assertEquals([end.status, end.error], [undefined, {
    code: "sandbox-protocol",
    message: "protocol corrupt",
  }]);
});

Deno.test("runRlm ends with the planner's error, sandbox shut down", async () => {
  const run = startRun({ replies: [new FleetError("model-auth", "Wrong key")] });
  await assertRejects(() => run.result, FleetError, "Wrong key");
  assertEquals(run.interpreters[0]!.shutdowns, 1);
  assertEquals(typesOf(run.events).at(-1), "run-end");
});

Deno.test("runRlm asks no model before the sandbox has started", async () => {
  const run = startRun({
    replies: [LOOK],
    options: {
      createInterpreter: () => {
        throw new FleetError("python-missing", "No Python");
      },
    },
  });
  await assertRejects(() => run.result, FleetError, "No Python");
  assertEquals(run.planner.requests.length, 0);
  assertEquals(typesOf(run.events), ["run-start", "run-end"]);
});

Deno.test("runRlm warns when the sandbox cannot be ended, and keeps the answer", async () => {
  const run: Observed = startRun({
    replies: [LOOK],
    cells: [[() => {
      run.interpreters[0]!.shutdown = () => Promise.reject(new Error("no such process"));
      return SUBMITTED;
    }]],
  });
  assertEquals((await run.result).status, "submitted");
  assertStringIncludes(eventsOf(run.events, "run-warn")[0]!.message, "no such process");
});

Deno.test("runRlm does nothing when it was called off before", async () => {
  const run = startRun({ replies: [], options: { signal: AbortSignal.abort() } });
  await assertRejects(() => run.result, InterruptedError);
  assertEquals([run.interpreters.length, run.events.length], [0, 0]);
});

Deno.test("runRlm ends at once when called off while the planner thinks", async () => {
  const controller = new AbortController();
  const run = startRun({
    replies: [() => {
      queueMicrotask(() => controller.abort());
      return new Promise<string>(() => {});
    }],
    options: { signal: controller.signal },
  });
  await assertRejects(() => run.result, InterruptedError);
  assertEquals(run.interpreters[0]!.shutdowns, 1);
  assertEquals(eventsOf(run.events, "run-end")[0]!.error!.code, "interrupted");
});

Deno.test("runRlm ends at once when called off while a cell waits for a sub-query", async () => {
  const controller = new AbortController();
  const run = startRun({
    replies: [LOOK, () => {
      controller.abort(new InterruptedError("Stopped by the user"));
      return new Promise<string>(() => {});
    }],
    cells: [[async (cell) => String(await cell.call("llm_query", { prompt: "hello" }))]],
    options: { signal: controller.signal },
  });
  await assertRejects(() => run.result, InterruptedError, "Stopped by the user");
  assertEquals(run.interpreters[0]!.shutdowns, 1);
  assertEquals(typesOf(run.events).at(-1), "run-end");
  assertEquals(eventsOf(run.events, "query-end")[0]!.error, "Stopped by the user");
});

Deno.test("runRlm ends when a listener throws, and tells the other listeners", async () => {
  const run = startRun({
    replies: [LOOK, "sub answer"],
    cells: [[async (cell) => {
      await cell.call("llm_query", { prompt: "hello" }).catch(() => {});
      return SUBMITTED;
    }]],
    options: {
      listeners: [(event) => {
        if (event.type === "query-start") throw new Error("listener broke");
      }],
    },
  });
  await assertRejects(() => run.result, Error, "listener broke");
  assert(eventsOf(run.events, "run-end")[0]!.error!.message.includes("listener broke"));
  assertEquals(run.interpreters[0]!.shutdowns, 1);
});

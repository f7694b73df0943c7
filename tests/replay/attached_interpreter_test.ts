/** Runs that were killed and go on in the sandbox that they left. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { Capabilities, Interpreter } from "../../src/core/interpreter.ts";
import { NO_USAGE } from "../../src/core/lm.ts";
import type { RunEvent } from "../../src/core/run_event.ts";
import { planResume } from "../../src/replay/continuation.ts";
import { continueRun } from "../../src/replay/continue_run.ts";
import { findRecordedSession } from "../../src/replay/recorded_session.ts";
import type { RunRecord } from "../../src/replay/run_record.ts";
import { runRlm } from "../../src/rlm/run.ts";
import { FakeInterpreter, type FakeStep } from "../fakes/fake_interpreter.ts";
import { planned, ScriptedModel } from "../fakes/scripted_model.ts";
import { eventsOf } from "../rlm/run_fixture.ts";
import { record } from "./_recorded.ts";

const HANDLE = { sandbox: "sb-1", link: "l" };

const asking = (...prompts: readonly string[]): FakeStep => async ({ call }) =>
  JSON.stringify(await call("llm_query_batched", { prompts }));

/** A run that was killed after two cells, with three sub-queries; its file is kept for `action`. */
async function withKilled(action: (record: RunRecord) => Promise<void>): Promise<void> {
  let over = false;
  const recorded = await record({
    replies: [planned("one"), "first", planned("two"), "second", "third", planned("three")],
    cells: [[asking("p"), asking("q", "r"), { submit: { answer: "never" } }]],
    options: { concurrency: 1 },
    keep: true,
    edit: (event) => {
      over ||= event.type === "plan-end" && event.step === 3;
      if (over) return undefined;
      if (event.type !== "sandbox-start") return event;
      return { ...event, capabilities: { ...event.capabilities, handle: HANDLE } };
    },
  });
  try {
    await action(recorded);
  } finally {
    await Deno.remove(recorded.path);
  }
}

interface Resumed {
  readonly events: readonly RunEvent[];
  readonly attached: FakeInterpreter | undefined;
  readonly created: readonly FakeInterpreter[];
  readonly notices: readonly string[];
  readonly asked: number;
}

/** Resumes with a sandbox that has run so many cells; or fails as one that is lost. */
async function resume(
  recorded: RunRecord,
  { cellsRun, steps }: { readonly cellsRun: number | "lost"; readonly steps: readonly FakeStep[] },
): Promise<Resumed> {
  const continuation = planResume(recorded, { ...recorded.start.limits, maxIterations: 10 });
  const session = await findRecordedSession(recorded, continuation);
  const model = new ScriptedModel([planned("three")]);
  const [events, notices, created]: [RunEvent[], string[], FakeInterpreter[]] = [[], [], []];
  let attached: FakeInterpreter | undefined;
  const { backend, limits, recipe, signature } = recorded.start;
  const options = continueRun({
    signature,
    variables: recipe.inputs.flatMap((input) => input.kind === "value" ? [input] : []),
    planner: model,
    createInterpreter: (made) => {
      const interpreter = new FakeInterpreter(steps, made);
      created.push(interpreter);
      return interpreter;
    },
    attach: (handle, made) => {
      assertEquals(handle, HANDLE);
      attached = new FakeInterpreter(steps, made);
      return attachTo(attached, cellsRun);
    },
    backend,
    limits: { ...limits, maxIterations: 10 },
    concurrency: 1,
    listeners: [(event) => events.push(event)],
  }, {
    record: recorded,
    continuation,
    session,
    onWarn: (message) => notices.push(`warning: ${message}`),
    onNotice: (message) => notices.push(message),
  });
  const result = await runRlm(options);
  assertEquals(result.outputs, { answer: "x" });
  assertEquals(result.llmCalls, 3);
  return { events, attached, created, notices, asked: model.requests.length };
}

function attachTo(inner: FakeInterpreter, cellsRun: number | "lost"): Interpreter {
  return {
    start: async (): Promise<Capabilities> => {
      if (cellsRun === "lost") throw new FleetError("sandbox-lost", "It is gone");
      return { ...await inner.start(), cellsRun };
    },
    bind: (variables) => inner.bind(variables),
    execute: (code, options) => inner.execute(code, options),
    shutdown: () => inner.shutdown(),
    [Symbol.asyncDispose]: () => inner.shutdown(),
  };
}

Deno.test("a run that was killed goes on in its sandbox, where nothing runs twice", async () => {
  await withKilled(async (recorded) => {
    const { asked, attached, created, events, notices } = await resume(recorded, {
      cellsRun: 2,
      steps: [{ submit: { answer: "x" } }],
    });
    assertEquals(attached?.calls.map(({ code }) => code), ["three"]);
    assertEquals(created.length, 0);
    assertEquals(asked, 1);
    assertEquals(notices, ["Its sandbox still lives: nothing is done again"]);
    const answers = eventsOf(events, "query-end").map(({ completion, step }) => [
      step,
      completion?.text,
    ]);
    assertEquals(answers, [[1, "first"], [2, "second"], [2, "third"]]);
    const outputs = eventsOf(events, "code-end").map(({ result }) => result.output.text);
    assertEquals(outputs.slice(0, 2), ['["first"]', '["second","third"]']);
    assertEquals(eventsOf(events, "variable-bind")[0]?.variables, recorded.variables);
  });
});

for (
  const [cellsRun, notice] of [
    ["lost", "It is gone; the steps are done again in another"],
    [3, "in the middle of a step"],
    [1, "in the middle of a step"],
  ] as const
) {
  Deno.test(`a run whose sandbox is not where the record ends does its steps again (${cellsRun})`, async () => {
    await withKilled(async (recorded) => {
      const { attached, created, notices } = await resume(recorded, {
        cellsRun,
        steps: [asking("p"), asking("q", "r"), { submit: { answer: "x" } }],
      });
      assertEquals(attached?.calls.length ?? 0, 0);
      assertEquals(created[0]?.calls.map(({ code }) => code), ["one", "two", "three"]);
      assertStringIncludes(notices.join("\n"), notice);
    });
  });
}

Deno.test("findRecordedSession finds none of a run that ended, or that had no handle", async () => {
  await withKilled(async (recorded) => {
    const { start: { limits } } = recorded;
    const continuation = planResume(recorded, { ...limits, maxIterations: 10 });
    const find = (changes: Partial<RunRecord>) =>
      findRecordedSession({ ...recorded, ...changes }, continuation);
    assertEquals((await find({}))?.cells, 2);
    const end = {
      type: "run-end",
      atMs: 1,
      iterations: 2,
      llmCalls: 0,
      usage: NO_USAGE,
    } as const;
    assertEquals(await find({ end }), undefined);
    const { handle: _, ...capabilities } = recorded.capabilities!;
    assertEquals(await find({ capabilities }), undefined);
    assertEquals(await find({ children: new Map([["1", { steps: [] }]]) }), undefined);
    assertEquals(await find({ steps: recorded.steps.slice(0, 1) }), undefined);
  });
});

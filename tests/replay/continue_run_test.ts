import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { RunEvent } from "../../src/core/run_event.ts";
import { type Continuation, planFork, planResume } from "../../src/replay/continuation.ts";
import { continueRun, forkRun, resumeRun } from "../../src/replay/continue_run.ts";
import { DivergenceError } from "../../src/replay/divergence.ts";
import type { RunRecord } from "../../src/replay/run_record.ts";
import { runRlm } from "../../src/rlm/run.ts";
import type { RunOptions, RunResult } from "../../src/rlm/run_options.ts";
import { FakeInterpreter, type FakeStep } from "../fakes/fake_interpreter.ts";
import { planned, ScriptedModel, type ScriptedReply } from "../fakes/scripted_model.ts";
import { eventsOf } from "../rlm/run_fixture.ts";
import { record } from "./_recorded.ts";

const SUBMIT: FakeStep = { submit: { answer: "x" } };

const asking = (...prompts: readonly string[]): FakeStep => async ({ call }) =>
  JSON.stringify(await call("llm_query_batched", { prompts }));

interface Continued {
  readonly result: Promise<RunResult>;
  readonly model: ScriptedModel;
  readonly events: readonly RunEvent[];
  readonly codes: () => readonly string[];
  readonly warnings: readonly string[];
}

/** Goes on from a record with a new model and new cells. */
function goOn(recorded: RunRecord, given: {
  readonly continuation: Continuation;
  readonly replies: readonly ScriptedReply[];
  readonly cells: readonly FakeStep[];
}): Continued {
  const { backend, limits, recipe, signature } = recorded.start;
  const model = new ScriptedModel(given.replies);
  const interpreters: FakeInterpreter[] = [];
  const events: RunEvent[] = [];
  const warnings: string[] = [];
  const options = continueRun({
    signature,
    variables: recipe.inputs.flatMap((input) => input.kind === "value" ? [input] : []),
    planner: model,
    createInterpreter: (made) => {
      const interpreter = new FakeInterpreter(given.cells, made);
      interpreters.push(interpreter);
      return interpreter;
    },
    backend,
    limits: { ...limits, maxIterations: 10 },
    concurrency: 1,
    listeners: [(event) => events.push(event)],
  }, {
    record: recorded,
    continuation: given.continuation,
    onWarn: (message) => warnings.push(message),
  });
  const result = runRlm(options);
  result.catch(() => {});
  const codes = () => interpreters.flatMap((each) => each.calls.map(({ code }) => code));
  return { result, model, events, codes, warnings };
}

/** A run that was killed in its second cell, of whose two sub-queries one had been answered. */
const killed = (): Promise<RunRecord> => {
  let over = false;
  return record({
    replies: [planned("one"), "first", planned("two"), "second"],
    cells: [[asking("p"), asking("q", "r")]],
    options: { concurrency: 1 },
    edit: (event) => {
      over ||= event.type === "query-start" && event.query === 3;
      return over ? undefined : event;
    },
  });
};

Deno.test("continueRun does recorded steps again and asks the models from then on", async () => {
  const recorded = await killed();
  const continuation = planResume(recorded, { ...recorded.start.limits, maxIterations: 10 });
  const { codes, events, model, result, warnings } = goOn(recorded, {
    continuation,
    replies: ["third", planned("three")],
    cells: [asking("p"), asking("q", "r"), SUBMIT],
  });
  assertEquals((await result).outputs, { answer: "x" });
  assertEquals(codes(), ["one", "two", "three"]);
  assertEquals(warnings, []);
  assertEquals(model.requests.map((each) => each.at(-1)?.content.slice(0, 6)), ["r", "Output"]);
  assertEquals((await result).llmCalls, 3);
  const [start] = eventsOf(events, "run-start");
  assertEquals(start?.resumedFrom, {
    runId: "test-run",
    trajectory: recorded.path,
    steps: 1,
  });
});

Deno.test("continueRun shows the planner what it was shown", async () => {
  const recorded = await killed();
  const { model, result, warnings } = goOn(recorded, {
    continuation: planFork(recorded, { at: 2, limits: recorded.start.limits }),
    replies: [planned("other")],
    cells: ["it is 11:00", SUBMIT],
  });
  await result;
  assertStringIncludes(warnings.join(), "now:      it is 11:00");
  assertStringIncludes(model.requests[0]?.at(-1)?.content ?? "", '["first"]');
});

Deno.test("continueRun runs other code at a fork and pays only for what is new", async () => {
  const recorded = await killed();
  const continuation = planFork(recorded, {
    at: 2,
    code: "edited",
    limits: recorded.start.limits,
  });
  const { codes, events, model, result } = goOn(recorded, {
    continuation,
    replies: ["new", planned("three")],
    cells: [asking("p"), asking("new", "q"), SUBMIT],
  });
  await result;
  assertEquals(codes(), ["one", "edited", "three"]);
  assertEquals(model.requests[0]?.[0]?.content, "new");
  assertEquals(model.requests.length, 2);
  const answers = eventsOf(events, "query-end").map((each) => each.completion?.text);
  assertEquals(answers, ["first", "new", "second"]);
  assertEquals(eventsOf(events, "run-start")[0]?.forkedFrom?.steps, 1);
});

Deno.test("continueRun stops where steps cannot be done again", async () => {
  const recorded = await killed();
  const { model, result } = goOn(recorded, {
    continuation: planFork(recorded, { at: 2, limits: recorded.start.limits }),
    replies: [planned("other")],
    cells: [asking("something else"), SUBMIT],
  });
  const error = await assertRejects(() => result, DivergenceError);
  assertStringIncludes(error.message, "Cannot rebuild step 1: a sub-query is not on record");
  assertEquals(error.hint, "fork --at 1 goes on from the step before");
  assertEquals(model.requests.length, 0);
});

Deno.test("resumeRun and forkRun give the result of the run that went on", async () => {
  const recorded = await killed();
  const { backend, recipe, signature } = recorded.start;
  const start = (replies: readonly ScriptedReply[]): RunOptions => ({
    signature,
    variables: recipe.inputs.flatMap((input) => input.kind === "value" ? [input] : []),
    planner: new ScriptedModel(replies),
    createInterpreter: (made) => new FakeInterpreter([asking("p"), asking("q", "r"), SUBMIT], made),
    backend,
    concurrency: 1,
  });
  const given = { record: recorded, onWarn: () => {} };
  const resumed = await resumeRun(start(["third", planned("three")]), given);
  assertEquals([resumed.status, resumed.iterations], ["submitted", 3]);
  const more = ["new q", "new r", planned("three")];
  const forked = await forkRun(start([planned("two"), ...more]), { ...given, at: 2 });
  assertEquals([forked.status, forked.llmCalls], ["submitted", 3]);
});

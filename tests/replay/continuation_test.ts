import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { RunEvent, RunLimits } from "../../src/core/run_event.ts";
import { countSteps, planFork, planResume } from "../../src/replay/continuation.ts";
import type { RunRecord } from "../../src/replay/run_record.ts";
import { parseReply } from "../../src/rlm/reply/parse_reply.ts";
import type { FakeStep } from "../fakes/fake_interpreter.ts";
import { planned } from "../fakes/scripted_model.ts";
import { record } from "./_recorded.ts";

const CODES = ["one", "two", "three"];

/** A run of three turns whose record was cut before the event that `isLost` finds. */
async function cutBefore(isLost: (event: RunEvent) => boolean): Promise<RunRecord> {
  let lost = false;
  return await record({
    replies: CODES.map((code) => planned(code)),
    cells: [["a", "b", { submit: { answer: "x" } }]],
    edit: (event) => {
      lost ||= isLost(event);
      return lost ? undefined : event;
    },
  });
}

const at = (type: RunEvent["type"], step: number) => (event: RunEvent): boolean =>
  event.type === type && "step" in event && event.step === step;

const CUTS: readonly (readonly [string, (event: RunEvent) => boolean, number, boolean])[] = [
  ["before its first turn", at("step-start", 1), 0, false],
  ["while the first turn was planned", at("plan-end", 1), 0, false],
  ["before the first code", at("code-start", 1), 0, true],
  ["in the first cell", at("code-end", 1), 0, true],
  ["after the first cell", at("step-start", 2), 1, false],
  ["while the second turn was planned", at("plan-end", 2), 1, false],
  ["in the second cell", at("code-end", 2), 1, true],
];

for (const [when, isLost, steps, hasReply] of CUTS) {
  Deno.test(`planResume takes ${steps} steps of a run that was killed ${when}`, async () => {
    const recorded = await cutBefore(isLost);
    const { nextReply, ...plan } = planResume(recorded, recorded.start.limits);
    assertEquals(plan, { relation: "resumed", steps, reusesAnswers: true });
    assertEquals(nextReply?.text, hasReply ? planned(CODES[steps]!) : undefined);
  });
}

const LIMITED: readonly (readonly [string, Partial<RunLimits>, Partial<RunLimits>, boolean])[] = [
  ["iterations", { maxIterations: 2 }, {}, false],
  ["iterations", { maxIterations: 2 }, { maxIterations: 3 }, true],
  ["errors", { maxErrors: 1 }, { maxIterations: 50 }, false],
  ["errors", { maxErrors: 1 }, { maxErrors: 2 }, true],
];

for (const [limit, then, now, goesOn] of LIMITED) {
  const given = JSON.stringify(now);
  Deno.test(`planResume ${goesOn ? "goes on" : "refuses"} at limit ${limit} with ${given}`, async () => {
    const failing: FakeStep = "[no code]";
    const recorded = await record({
      replies: limit === "errors" ? ["no code here", "{}"] : [planned("a"), planned("b"), "{}"],
      cells: [[failing, failing]],
      options: { limits: then },
    });
    assertEquals(recorded.limit?.limit, limit);
    const plan = () => planResume(recorded, { ...recorded.start.limits, ...now });
    if (goesOn) return assertEquals(plan().steps, limit === "errors" ? 1 : 2);
    const error = assertThrows(plan, FleetError);
    assertEquals(error.code, "limit-reached");
    assertStringIncludes(error.message, `the limit "${limit}" is used up`);
  });
}

Deno.test("planResume refuses a run that was submitted", async () => {
  const recorded = await cutBefore(() => false);
  const error = assertThrows(() => planResume(recorded, recorded.start.limits), FleetError);
  assertEquals([error.code, error.hint], ["usage", "Fork it to go another way"]);
});

Deno.test("planResume refuses code that a secret was taken out of", async () => {
  const recorded = await record({
    replies: [planned("key = 'hunter2-hunter2'"), planned("b"), "{}"],
    cells: [["a", "b"]],
    options: { limits: { maxIterations: 2 } },
    secrets: ["hunter2-hunter2"],
  });
  const limits = { ...recorded.start.limits, maxIterations: 5 };
  const error = assertThrows(() => planResume(recorded, limits), FleetError);
  assertStringIncludes(error.message, "Cannot rebuild step 1: a secret was taken out");
  assertEquals(planFork(recorded, { at: 1, limits }).steps, 0);
});

Deno.test("planResume knows a document that reads [REDACTED] from a secret taken out", async () => {
  const recorded = await record({
    replies: [planned("x.count('[REDACTED]')"), planned("b"), "{}"],
    cells: [["a", "b"]],
    options: { limits: { maxIterations: 2 } },
  });
  assertEquals(planResume(recorded, { ...recorded.start.limits, maxIterations: 5 }).steps, 2);
});

Deno.test("planFork begins at a step with other code, whatever is in it", async () => {
  const recorded = await cutBefore(() => false);
  const { limits } = recorded.start;
  for (const code of ["x = 1\n", 'print("""\n```\n````python\n""")', "x"]) {
    const plan = planFork(recorded, { at: 2, code, limits });
    assertEquals([plan.relation, plan.steps, plan.reusesAnswers], ["forked", 1, true]);
    assertEquals(parseReply(plan.nextReply?.text ?? "").code, code.trimEnd());
  }
  assertEquals(planFork(recorded, { at: 2, limits }).nextReply, undefined);
});

Deno.test("planFork refuses a step that is not there", async () => {
  const recorded = await cutBefore(at("code-end", 2));
  assertEquals(countSteps(recorded), 1);
  const { limits } = recorded.start;
  assertEquals(planFork(recorded, { at: 2, limits }).steps, 1);
  for (const step of [0, 3, 1.5]) {
    const error = assertThrows(() => planFork(recorded, { at: step, limits }), FleetError);
    assertEquals([error.code, error.hint], ["usage", "Use a step from 1 to 2"]);
  }
});

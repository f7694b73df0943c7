/** Replays of trees of runs. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Message } from "../../src/core/lm.ts";
import { DivergenceError } from "../../src/replay/divergence.ts";
import type { FakeStep } from "../fakes/fake_interpreter.ts";
import { planned, type ScriptedReply } from "../fakes/scripted_model.ts";
import { record, replayed } from "./_recorded.ts";

const SUBMIT: FakeStep = { submit: { answer: "whole" } };

/** A planner and sub-model of a whole tree, which answers by what it is asked. */
const reply: ScriptedReply = (messages: readonly Message[], { brief }) => {
  if (brief === undefined) return `answer to ${messages[0]?.content}`;
  const turn = brief.turn === 1 ? "explore" : "submit";
  return planned(`${turn} ${brief.run ?? "root"}`);
};

const asking: FakeStep = async ({ call }) => {
  const answers = await call("rlm_query_batched", { queries: ["a", "b"], contexts: null });
  return JSON.stringify(answers);
};

/** A cell of any run: what it does follows from its code. */
const cell = (own: (run: string) => string): FakeStep => async ({ call, code }) => {
  const [turn, run = ""] = code.split(" ");
  if (run === "root") return turn === "explore" ? asking : SUBMIT;
  if (turn === "submit") return { submit: { answer: own(run) } };
  return String(await call("llm_query", { prompt: `from ${run}` }));
};

function cells(own: (run: string) => string = (run) => `part ${run}`): readonly FakeStep[][] {
  return Array.from({ length: 8 }, () => Array.from({ length: 4 }, () => cell(own)));
}

const tree = {
  replies: Array.from({ length: 20 }, () => reply),
  cells: cells(),
  options: { limits: { maxDepth: 2 } },
};

Deno.test("replayRun replays child runs, each against its own steps", async () => {
  const recorded = await record(tree);
  assertEquals([...recorded.children.keys()].sort(), ["1", "2"]);
  const { replay, warnings } = replayed(recorded, cells());
  const { result } = await replay;
  assertEquals(result?.outputs, { answer: "whole" });
  assertEquals(result?.llmCalls, recorded.end?.llmCalls);
  assertEquals(warnings.filter((each) => !each.includes("another hash")), []);
});

Deno.test("replayRun names the child run that does something else", async () => {
  const recorded = await record(tree);
  const { replay } = replayed(recorded, cells((run) => run === "2" ? "other" : `part ${run}`));
  const error = await assertRejects(() => replay, DivergenceError);
  assertEquals([error.divergence.run, error.divergence.step], ["2", 2]);
  assertStringIncludes(error.message, "step 2 of child run 2: it submitted something else");
});

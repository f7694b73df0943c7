/** Runs in an interpreter of the caller's own. */

import { assertEquals, assertRejects } from "@std/assert";
import { FleetError, UsageError } from "../../src/core/errors.ts";
import type { Interpreter } from "../../src/core/interpreter.ts";
import { crashed, FakeInterpreter } from "../fakes/fake_interpreter.ts";
import { planned } from "../fakes/scripted_model.ts";
import { eventsOf, startRun } from "./run_fixture.ts";

const GO = planned("go()");

Deno.test("runRlm uses the caller's interpreter run after run and leaves it open", async () => {
  const interpreter = new FakeInterpreter([
    { submit: { answer: "one" } },
    async (cell) => ({ submit: { n: await cell.call("lookup", {}) } }),
  ]);
  const lookup = {
    name: "lookup",
    description: "",
    parameters: [],
    call: () => Promise.resolve(7),
  };
  const one = startRun({ replies: [GO], options: { interpreter } });
  assertEquals((await one.result).outputs, { answer: "one" });
  const two = startRun({
    signature: "query -> n: int",
    replies: [GO],
    options: { interpreter, tools: [lookup] },
  });
  assertEquals((await two.result).outputs, { n: 7 });
  assertEquals([one.interpreters.length, two.interpreters.length], [0, 0]);
  assertEquals([interpreter.calls.length, interpreter.shutdowns], [2, 0]);
});

Deno.test("runRlm takes its tools from the caller's interpreter when it is over", async () => {
  const interpreter = new FakeInterpreter([{ submit: { answer: "one" } }]);
  await startRun({ replies: [GO], options: { interpreter } }).result;
  assertEquals(interpreter.equipments.map(({ tools }) => tools?.length ?? 0), [5, 0]);
});

Deno.test("runRlm leaves the caller's interpreter open when it fails", async () => {
  const interpreter = new FakeInterpreter();
  const replies = [new FleetError("model-rejected", "no")];
  const run = startRun({ replies, options: { interpreter } });
  await assertRejects(() => run.result, FleetError, "no");
  assertEquals(interpreter.shutdowns, 0);
});

Deno.test("runRlm makes an interpreter when the caller's is lost", async () => {
  const interpreter = new FakeInterpreter([crashed("it died")]);
  const run = startRun({
    replies: [GO, GO],
    cells: [[{ submit: { answer: "x" } }]],
    options: { interpreter },
  });
  assertEquals((await run.result).status, "submitted");
  assertEquals(eventsOf(run.events, "sandbox-start").map((e) => e.replacement), [false, true]);
  assertEquals([interpreter.shutdowns, run.interpreters[0]!.shutdowns], [0, 1]);
});

Deno.test("runRlm refuses an interpreter that cannot be given tools", async () => {
  const { start, bind, execute, shutdown } = new FakeInterpreter();
  const interpreter: Interpreter = {
    start,
    bind,
    execute,
    shutdown,
    [Symbol.asyncDispose]: shutdown,
  };
  const run = startRun({ replies: [], options: { interpreter } });
  await assertRejects(() => run.result, UsageError, "keeps the tools it was made with");
});

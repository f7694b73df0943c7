import { assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { FakeInterpreter } from "../fakes/fake_interpreter.ts";

Deno.test("FakeInterpreter gives scripted results in order, then empty output", async () => {
  const interpreter = new FakeInterpreter(["one", "two"]);
  const outputs: string[] = [];
  for (let cell = 0; cell < 3; cell++) {
    outputs.push((await interpreter.execute("x")).output.text);
  }
  assertEquals(outputs, ["one", "two", ""]);
});

Deno.test("FakeInterpreter gives a scripted SUBMIT with its value intact", async () => {
  const interpreter = new FakeInterpreter([{ submit: { answer: 42 } }]);
  const result = await interpreter.execute("SUBMIT(42)");
  assertEquals(result.status === "submitted" && result.value, { answer: 42 });
});

Deno.test("FakeInterpreter throws a scripted exception on its call", async () => {
  const interpreter = new FakeInterpreter(["fine", new Error("boom")]);
  await interpreter.execute("1");
  await assertRejects(() => interpreter.execute("2"), Error, "boom");
});

Deno.test("FakeInterpreter records code and variables of every call", async () => {
  const interpreter = new FakeInterpreter();
  await interpreter.execute("before");
  const variables = [{ kind: "value", name: "x", value: 1 }] as const;
  await interpreter.bind(variables);
  await interpreter.execute("after");
  assertEquals(interpreter.calls, [
    { code: "before", variables: [] },
    { code: "after", variables },
  ]);
});

Deno.test("FakeInterpreter refuses cells after shutdown", async () => {
  const interpreter = new FakeInterpreter();
  await interpreter.shutdown();
  await assertRejects(() => interpreter.execute("x"), FleetError, "shutdown");
});

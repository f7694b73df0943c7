/** The schema holds for real records, and the documentation for the schema. */

import { assert, assertEquals } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/run_event.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import { loadTrajectorySchema } from "../../src/replay/schema/trajectory_schema.ts";
import { crashed, failed, type FakeStep } from "../fakes/fake_interpreter.ts";
import { planned, type ScriptedReply } from "../fakes/scripted_model.ts";
import { startRun } from "../rlm/run_fixture.ts";

const schema = await loadTrajectorySchema();

/** What is wrong with a line, or nothing. */
function problemOf(line: unknown): string {
  const type = (line as RunEvent).type;
  const shape = type in schema.events ? schema.events[type] : schema.line;
  const { error } = shape.safeParse(line);
  return error === undefined ? "" : `${type}: ${error.message}`;
}

const lookup: HostTool = {
  name: "lookup",
  description: "Looks up",
  parameters: [{ name: "key", type: "str", default: "a" }],
  returns: "str",
  call: ({ key }) => Promise.resolve(key!),
};

/** What a cell does follows from its code. */
const cell: FakeStep = async ({ call, code }) => {
  if (code === "child") return { submit: { answer: "from the child" } };
  if (code === "turn 2") return crashed("gone");
  await call("llm_query_batched", { prompts: ["p", "q"] });
  await call("lookup", { key: "b" });
  await call("budget", {});
  await call("rlm_query", { query: "child", context: null });
  return failed("ValueError", "no", "text");
};

const reply: ScriptedReply = ([prompt], { brief }) => {
  if (brief?.run !== undefined) return planned("child");
  if (brief?.purpose === "extract") return "no outputs here";
  if (brief !== undefined) return planned(`turn ${brief.turn}`);
  return prompt?.content === "q" ? new FleetError("model-busy", "Not now") : "an answer";
};

Deno.test("every event of a run keeps to the schema", async () => {
  const run = startRun({
    signature: "n: int, doc: dict[str, list[int]] -> answer: Literal['a', 1] | None, all: list",
    variables: [
      { kind: "value", name: "n", value: 5 },
      { kind: "value", name: "doc", value: { a: [1] } },
    ],
    replies: Array.from({ length: 9 }, () => reply),
    cells: Array.from({ length: 9 }, () => [cell, cell, cell]),
    options: {
      tools: [lookup],
      concurrency: 1,
      settings: { models: { maxTokens: 5 } },
      limits: { maxIterations: 2, maxDepth: 2 },
      resumedFrom: { runId: "a", trajectory: "/a", steps: 1 },
    },
  });
  assertEquals((await run.result).status, "limit");
  const problems = run.events.map((event) => problemOf(JSON.parse(JSON.stringify(event))));
  assertEquals(problems.filter((problem) => problem !== ""), []);
  const seen = new Set(run.events.map((event) => event.type));
  const unseen = Object.keys(schema.events).filter((type) => !seen.has(type as RunEvent["type"]));
  assertEquals(unseen, []);
});

const WRONG: readonly (readonly [string, unknown])[] = [
  ["an unknown type", { type: "run-pause", atMs: 1 }],
  ["an event without its time", { type: "run-warn", message: "a" }],
  ["a field that nobody knows", { type: "run-warn", message: "a", atMs: 1, more: 1 }],
  ["a hash that is none", { type: "step-start", step: 0, atMs: 1 }],
  ["another version", { schema: "fleet-rlm.trajectory", version: 2 }],
];

for (const [what, line] of WRONG) {
  Deno.test(`the schema refuses ${what}`, () => assert(!schema.line.safeParse(line).success));
}

Deno.test("the schema takes the header", () => {
  assert(schema.line.safeParse({ schema: "fleet-rlm.trajectory", version: 1 }).success);
});

Deno.test("every field of every event is documented", () => {
  for (const [type, event] of Object.entries(schema.events)) {
    assert(event.description, type);
    for (const [name, field] of Object.entries(event.shape)) {
      const { description } = field as { readonly description?: string };
      assert(name === "type" || description, `${type}.${name}`);
    }
  }
});

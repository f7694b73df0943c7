/** Runs end to end: a scripted planner, a real Python in the local sandbox. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Variable } from "../../src/core/variable.ts";
import { parseSignature } from "../../src/rlm/signature/parse_signature.ts";
import { runRlm } from "../../src/rlm/run.ts";
import type { RunOptions, RunResult } from "../../src/rlm/run_options.ts";
import { planned, ScriptedModel, type ScriptedReply } from "../fakes/scripted_model.ts";

interface Scenario {
  readonly signature: string;
  readonly inputs?: JsonObject;
  /** Code of the turns. */
  readonly turns: readonly string[];
  readonly options?: Partial<RunOptions>;
}

const backend = createLocalBackend();

function runLocal(scenario: Scenario): Promise<RunResult> {
  const inputs = scenario.inputs ?? { query: "What?" };
  const variables = Object.entries(inputs).map(([name, value]): Variable => {
    return { kind: "value", name, value };
  });
  return runRlm({
    signature: parseSignature(scenario.signature),
    variables,
    planner: new ScriptedModel(scenario.turns.map((code): ScriptedReply => planned(code))),
    subModel: new ScriptedModel(["sub one", "sub two"]),
    createInterpreter: (options) => backend.createInterpreter(options),
    backend: "local",
    ...scenario.options,
  });
}

const LOOKUP: HostTool = {
  name: "lookup",
  description: "Finds the colour of a fruit.",
  parameters: [
    { name: "fruit", type: "str" },
    { name: "shades", type: "list[int]", default: [] },
  ],
  returns: "dict",
  call: ({ fruit, shades }) => Promise.resolve({ [String(fruit)]: "red", shades: shades! }),
};

/** What it shows, the run, the outputs. */
const RUNS: readonly (readonly [string, Scenario, JsonObject])[] = [
  ["gives an int", { signature: "query -> n: int", turns: ["SUBMIT(2 + 3)"] }, { n: 5 }],
  [
    "keeps state over two turns",
    { signature: "query -> n: int", turns: ["x = 10\nprint(x)", "SUBMIT(x * 2)"] },
    { n: 20 },
  ],
  [
    "binds a list",
    {
      signature: "numbers: list[int] -> total: int",
      inputs: { numbers: [1, 2, 3, 4, 5] },
      turns: ["SUBMIT(sum(numbers))"],
    },
    { total: 15 },
  ],
  [
    "calls a host tool, its arguments typed",
    {
      signature: "query -> found: dict",
      turns: ["SUBMIT(lookup('apple', shades=['1', 2]))"],
      options: { tools: [LOOKUP] },
    },
    { found: { apple: "red", shades: [1, 2] } },
  ],
  [
    "fills in a tool's default",
    {
      signature: "query -> found: dict",
      turns: ["SUBMIT(lookup('apple'))"],
      options: { tools: [LOOKUP] },
    },
    { found: { apple: "red", shades: [] } },
  ],
  [
    "takes SUBMIT by keyword",
    { signature: "query -> a, n: int", turns: ["SUBMIT(n=1, a='x')"] },
    { a: "x", n: 1 },
  ],
  [
    "takes SUBMIT by position",
    { signature: "query -> a, n: int", turns: ["SUBMIT('x', 1)"] },
    { a: "x", n: 1 },
  ],
  [
    "takes fields of different types from variables, and types each",
    {
      signature: "query -> name, count: int, scores: list[float], ok: bool",
      turns: [
        "name, count, scores, ok = 7, '3', ['1.5', 2], 'yes'\nSUBMIT(name, count, scores, ok)",
      ],
    },
    { name: "7", count: 3, scores: [1.5, 2], ok: true },
  ],
  [
    "types a dict",
    { signature: "query -> d: dict[str, str]", turns: ["SUBMIT({'a': 1, 'b': 'x'})"] },
    { d: { a: "1", b: "x" } },
  ],
  [
    "asks a sub-model from threads and in batches",
    {
      signature: "query -> answers: list[str]",
      turns: ["one = llm_query('a')\nSUBMIT([one, *llm_query_batched(['b'])])"],
    },
    { answers: ["sub one", "sub two"] },
  ],
];

for (const [what, scenario, outputs] of RUNS) {
  Deno.test(`runRlm ${what}, in a local sandbox`, async () => {
    const result = await runLocal(scenario);
    assertEquals([result.status, result.outputs], ["submitted", outputs]);
    assertEquals(result.iterations, scenario.turns.length);
  });
}

/** A turn that goes wrong, and what the planner is told; the next one submits. */
const MISTAKES: readonly (readonly [string, string])[] = [
  ["SUBMIT(answer='x')", "TypeError: SUBMIT() missing 1 required"],
  ["SUBMIT('x', 'many')", "[Type Error] n: expected int, got str: 'many'"],
  ["SUBMIT('x', 1, 2)", "TypeError"],
  ["x = [1,", "[Error] SyntaxError: "],
  ["print('so far')\nundefined", "Output (7 chars):\n```\nso far\n```\n[Error] NameError: "],
  ["lookup()", "[Error] TypeError: lookup() missing 1 required positional argument: 'fruit'"],
  ["lookup('a', shades='none')", "[Error] RuntimeError: TypeError: lookup() argument shades: exp"],
];

for (const [code, told] of MISTAKES) {
  Deno.test(`runRlm goes on after ${JSON.stringify(code)}, in a local sandbox`, async () => {
    const result = await runLocal({
      signature: "query -> answer, n: int",
      turns: [code, "SUBMIT('x', 1)"],
      options: { tools: [LOOKUP] },
    });
    assertEquals([result.status, result.iterations], ["submitted", 2]);
    assertStringIncludes(result.steps[0]!.output, told);
  });
}

Deno.test("runRlm goes on in the caller's local interpreter with what its variables hold", async () => {
  await using interpreter = backend.createInterpreter();
  await runLocal({
    signature: "query -> answer",
    turns: ["kept = 41\nSUBMIT('x')"],
    options: { interpreter },
  });
  const second = await runLocal({
    signature: "numbers -> n: int, left: dict",
    inputs: { numbers: [1] },
    turns: ["SUBMIT(n=kept + numbers[0], left=budget())"],
    options: { interpreter },
  });
  assertEquals(second.outputs!["n"], 42);
  const left = second.outputs!["left"] as JsonObject;
  assertEquals([left["turns"], left["llm_calls"], left["seconds"]], [19, 50, null]);
  const after = await interpreter.execute("print(kept, query)\nbudget()");
  assertEquals([after.status, after.output.text], ["error", "41 What?\n"]);
});

Deno.test("rlm_query gives a child a started interpreter with its own tools, in a local sandbox", async () => {
  const starts: string[] = [];
  const result = await runLocal({
    signature: "query -> answer",
    turns: [
      "both = rlm_query_batched(['a', 'b'], contexts=['x', {'k': [1]}])\nprint(both)",
      "SUBMIT(repr(context))",
      "SUBMIT(repr(context))",
      "SUBMIT(' '.join(sorted(both)))",
    ],
    options: {
      limits: { maxDepth: 2 },
      listeners: [({ type, run }) => type === "sandbox-start" && starts.push(run ?? "-")],
    },
  });
  assertEquals(result.outputs, { answer: "'x' {'k': [1]}" });
  assertEquals(starts.toSorted(), ["-", "1", "2"]);
  assert(result.llmCalls === 2);
});

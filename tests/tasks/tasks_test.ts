import { assert, assertEquals } from "@std/assert";
import { checkSignature } from "../../src/rlm/signature/check_signature.ts";
import { describeType } from "../../src/rlm/signature/field_type.ts";
import {
  ANALYZE_DOCUMENT,
  ANSWER_QUESTION,
  SUMMARIZE_DOCUMENT,
  type Task,
} from "../../src/tasks/mod.ts";

const CASES: readonly [
  task: Task,
  signature: string,
  limits: readonly number[],
  measures: readonly string[],
][] = [
  [ANSWER_QUESTION, "question: str -> answer: str", [15, 30, 600_000], ["trajectory_steps"]],
  [
    ANALYZE_DOCUMENT,
    "document: str, query: str -> findings: list, answer: str, sections_examined: int",
    [30, 50, 900_000],
    ["doc_chars"],
  ],
  [
    SUMMARIZE_DOCUMENT,
    "document: str, focus: str -> summary: str, key_points: list, coverage_pct: int",
    [30, 50, 900_000],
    ["doc_chars"],
  ],
];

for (const [task, text, limits, measures] of CASES) {
  Deno.test(`task ${task.name} is what its command promises`, () => {
    const { inputs, outputs, instructions } = task.signature;
    const side = (fields: typeof inputs) =>
      fields.map(({ name, type }) => `${name}: ${describeType(type)}`).join(", ");
    assertEquals(`${side(inputs)} -> ${side(outputs)}`, text);
    const { maxIterations, maxLlmCalls, timeoutMs } = task.defaults;
    assertEquals([maxIterations, maxLlmCalls, timeoutMs], limits);
    assertEquals(task.measures.map(({ name }) => name), measures);
    checkSignature(task.signature);
    assert(instructions.endsWith("."));
    for (const field of [...inputs, ...outputs]) assert(field.description, field.name);
  });
}

Deno.test("coverage_pct is bounded from 0 to 100", () => {
  const field = SUMMARIZE_DOCUMENT.signature.outputs.find(({ name }) => name === "coverage_pct");
  assertEquals(field?.constraints, { minimum: 0, maximum: 100 });
});

Deno.test("measures are taken of what happened, and left out when it did not", () => {
  const info = { name: "document", type: "str", chars: 7, head: "", tail: "" };
  const facts = { variables: new Map([["document", info]]), outputs: {}, steps: 3 };
  const nothing = { variables: new Map(), outputs: {}, steps: 0 };
  assertEquals(ANALYZE_DOCUMENT.measures.map(({ measure }) => measure(facts)), [7]);
  assertEquals(ANALYZE_DOCUMENT.measures.map(({ measure }) => measure(nothing)), [undefined]);
  assertEquals(ANSWER_QUESTION.measures.map(({ measure }) => measure(facts)), [3]);
});

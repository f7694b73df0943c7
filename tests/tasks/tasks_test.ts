import { assert, assertEquals } from "@std/assert";
import { checkSignature } from "../../src/rlm/signature/check_signature.ts";
import { describeType } from "../../src/rlm/signature/field_type.ts";
import {
  ANALYZE_DOCUMENT,
  ANSWER_QUESTION,
  EXTRACT_API_ENDPOINTS,
  EXTRACT_ARCHITECTURE,
  FIND_ERROR_PATTERNS,
  MAP_STRUCTURE,
  SEARCH_LOGS,
  SUMMARIZE_DOCUMENT,
  SUMMARIZE_TEXT,
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
  [
    EXTRACT_ARCHITECTURE,
    "docs: str, query: str -> modules: list, optimizers: list, design_principles: str",
    [25, 50, 600_000],
    ["doc_chars", "doc_lines"],
  ],
  [EXTRACT_API_ENDPOINTS, "docs: str -> api_endpoints: list", [20, 30, 600_000], ["count"]],
  [
    FIND_ERROR_PATTERNS,
    "docs: str -> error_categories: dict, total_errors_found: int",
    [30, 40, 600_000],
    [],
  ],
  [
    SUMMARIZE_TEXT,
    "text: str -> summary: str",
    [10, 10, 600_000],
    ["trajectory_steps", "trajectory"],
  ],
  [
    MAP_STRUCTURE,
    "docs: str -> headers: list, code_blocks: list, structure_summary: str",
    [15, 20, 600_000],
    ["headers_count", "code_blocks_count"],
  ],
  [
    SEARCH_LOGS,
    "logs: str, query: str -> matches: list, patterns: dict, time_range: str",
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
  const facts = { variables: new Map([["document", info]]), outputs: {}, steps: 3, trajectory: [] };
  const nothing = { variables: new Map(), outputs: {}, steps: 0, trajectory: [] };
  assertEquals(ANALYZE_DOCUMENT.measures.map(({ measure }) => measure(facts)), [7]);
  assertEquals(ANALYZE_DOCUMENT.measures.map(({ measure }) => measure(nothing)), [undefined]);
  assertEquals(ANSWER_QUESTION.measures.map(({ measure }) => measure(facts)), [3]);
});

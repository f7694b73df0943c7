import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, UsageError } from "../../src/core/errors.ts";
import type { JsonValue } from "../../src/core/json.ts";
import type { Variable } from "../../src/core/variable.ts";
import { createRunId } from "../../src/rlm/run_plan.ts";
import { planned } from "../fakes/scripted_model.ts";
import { eventsOf, startRun } from "./run_fixture.ts";

const value = (name: string, given: JsonValue): Variable => ({ kind: "value", name, value: given });
const file = (name: string): Variable => ({
  kind: "file",
  name,
  file: { path: "/doc.txt", sha256: "ab".repeat(32), bytes: 5_000_000, encoding: "utf-8" },
});

const corpus = (name: string, form: "list" | "text"): Variable => ({
  kind: "corpus",
  name,
  form,
  corpus: {
    source: "/docs",
    pack: { path: "/pack", sha256: "cd".repeat(32), bytes: 900, encoding: "utf-8" },
    indexOffset: 800,
    files: 3,
  },
});

const REFUSED: readonly (readonly [string, string, readonly Variable[], string, string])[] = [
  [
    "missing ones, all named",
    "a, b, c -> d",
    [value("b", 1)],
    "input-missing",
    "Missing required inputs: ['a', 'c']",
  ],
  ["a missing one", "a -> d", [], "input-missing", "Missing required input: ['a']"],
  [
    "undeclared ones",
    "a -> d",
    [value("a", 1), value("SUBMIT", 1), value("tools", 1)],
    "input-invalid",
    "Unexpected inputs not declared in the signature: ['SUBMIT', 'tools']",
  ],
  ["one given twice", "a -> d", [value("a", 1), value("a", 2)], "input-invalid", "given twice"],
  [
    "a value of a wrong type",
    "a: int -> d",
    [value("a", "x")],
    "input-invalid",
    "Cannot bind input a: expected int, got str: 'x'",
  ],
  ["a file for a dict", "a: dict -> d", [file("a")], "input-invalid", "a file is bound as str"],
  [
    "a folder for a list of texts",
    "a: list[str] -> d",
    [corpus("a", "list")],
    "input-invalid",
    'Cannot bind input "a": declared list[str], but a folder is bound as list[dict]',
  ],
  [
    "a folder as one text for a list",
    "a: list -> d",
    [corpus("a", "text")],
    "input-invalid",
    "declared list, but a folder is bound as str",
  ],
];

for (const [what, signature, variables, code, message] of REFUSED) {
  Deno.test(`runRlm refuses inputs: ${what}, before any interpreter exists`, async () => {
    const run = startRun({ signature, variables, replies: [] });
    const error = await assertRejects(() => run.result, FleetError, message);
    assertEquals([error.code, run.interpreters.length, run.events.length], [code, 0, 0]);
  });
}

Deno.test("runRlm binds values as the types declared and in the signature's order", async () => {
  const run = startRun({
    signature: "doc, n: int, tags: list[str], data -> answer",
    variables: [value("data", { a: 1 }), value("tags", "['x']"), value("n", "5"), file("doc")],
    replies: [planned("SUBMIT(1)")],
    cells: [[{ submit: { answer: 1 } }]],
  });
  await run.result;
  const bound = run.interpreters[0]!.calls[0]!.variables;
  assertEquals(bound, [file("doc"), value("n", 5), value("tags", ["x"]), value("data", { a: 1 })]);
  assertEquals(run.interpreters[0]!.options.files!.map(({ path }) => path), ["/doc.txt"]);
  assertEquals(eventsOf(run.events, "run-start")[0]!.files, { doc: "ab".repeat(32) });
  assertStringIncludes(run.planner.requests[0]![1]!.content, "Total length: 5,000,000 characters");
});

Deno.test("runRlm tells the planner that a folder without a declared type is a list", async () => {
  const run = startRun({
    signature: "docs, all, more: list[dict[str, str]] -> answer",
    variables: [corpus("docs", "list"), corpus("all", "text"), corpus("more", "list")],
    replies: [planned("SUBMIT(1)")],
    cells: [[{ submit: { answer: 1 } }]],
  });
  await run.result;
  const [system, user] = run.planner.requests[0]!;
  assertStringIncludes(
    system!.content,
    "- `docs` (list[dict])\n- `all` (str)\n- `more` (list[dict[",
  );
  assertStringIncludes(user!.content, "Variable: `docs` (access it in your code)\nType: Corpus");
  assertEquals(run.interpreters[0]!.options.files!.map(({ path }) => path), Array(3).fill("/pack"));
  assertEquals(eventsOf(run.events, "run-start")[0]!.files.docs, "cd".repeat(32));
});

Deno.test("runRlm takes an input named interpreter", async () => {
  const run = startRun({
    signature: "interpreter -> answer",
    replies: [planned("SUBMIT(1)")],
    cells: [[{ submit: { answer: 1 } }]],
  });
  assertEquals((await run.result).status, "submitted");
  assertEquals(run.interpreters[0]!.calls[0]!.variables[0]!.name, "interpreter");
});

const BAD_OPTIONS = [
  { limits: { maxIterations: 0 } },
  { limits: { maxLlmCalls: -1 } },
  { limits: { maxOutputChars: 1.5 } },
  { limits: { maxErrors: NaN } },
  { concurrency: 0 },
  { timeoutMs: -1 },
  { cellTimeoutMs: Infinity },
] as const;

for (const options of BAD_OPTIONS) {
  Deno.test(`runRlm refuses ${Deno.inspect(options)}`, async () => {
    const run = startRun({ replies: [], options });
    await assertRejects(() => run.result, UsageError, "not a whole number of at least");
    assertEquals(run.interpreters.length, 0);
  });
}

Deno.test("runRlm has the defaults of the field", async () => {
  const run = startRun({ replies: [planned("x")], cells: [[{ submit: { answer: 1 } }]] });
  await run.result;
  assertEquals(eventsOf(run.events, "run-start")[0]!.limits, {
    maxIterations: 20,
    maxLlmCalls: 50,
    maxOutputChars: 10_000,
    maxErrors: 5,
    maxDepth: 1,
  });
});

Deno.test("createRunId sorts by time", () => {
  const id = createRunId(new Date("2026-01-31T10:15:30.123Z"));
  assertEquals(id.slice(0, 16), "20260131t101530-");
  assertEquals(id.length, 24);
});

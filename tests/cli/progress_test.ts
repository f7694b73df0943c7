import { assert, assertEquals } from "@std/assert";
import { createProgress, type ProgressLevel } from "../../src/cli/progress.ts";
import type { RunEvent, RunEventBody } from "../../src/core/run_event.ts";
import { errorCell, okCell } from "./_scripted_backend.ts";

const completion = {
  text: "",
  usage: { inputTokens: 12_345, outputTokens: 67, cachedTokens: 0 },
  finishReason: "stop",
} as const;

const EVENTS: readonly [atMs: number, body: RunEventBody][] = [
  [0, {
    type: "run-start",
    runId: "r",
    startedAt: "2026-01-01T00:00:00Z",
    task: "t",
    signature: { instructions: "", inputs: [], outputs: [] },
    planner: "p/m",
    subModel: "p/s",
    backend: "local",
    limits: { maxIterations: 9, maxLlmCalls: 5, maxOutputChars: 10, maxErrors: 3, maxDepth: 1 },
    files: {},
  }],
  [1, {
    type: "variable-bind",
    variables: [{ name: "doc", type: "str", chars: 5_242_880, head: "secret text", tail: "" }],
  }],
  [2, { type: "step-start", step: 1 }],
  [900, { type: "plan-end", step: 1, requestHash: "", messages: [], completion, durationMs: 898 }],
  [901, { type: "code-start", step: 1, code: "a = 1\nprint(a)" }],
  [910, { type: "query-start", query: 1, step: 1, prompt: "p" }],
  [910, { type: "query-start", query: 2, step: 1, prompt: "p" }],
  [1_000, { type: "query-end", query: 1, step: 1, requestHash: "", completion, durationMs: 90 }],
  [6_000, { type: "query-end", query: 2, step: 1, requestHash: "", error: "no", durationMs: 9 }],
  [7_000, { type: "code-end", step: 1, result: errorCell("bad", "1\n") }],
  [7_001, { type: "step-start", step: 2 }],
  [7_500, {
    type: "plan-end",
    step: 2,
    requestHash: "",
    messages: [],
    completion,
    durationMs: 499,
  }],
  [7_501, { type: "step-start", step: 3 }],
  [7_502, { type: "code-end", step: 3, result: okCell("x") }],
  [7_600, { type: "limit-reach", limit: "iterations", used: 9, max: 9 }],
  [7_700, { type: "extract-end", requestHash: "", messages: [], completion, durationMs: 1 }],
  [7_800, { type: "run-warn", message: "Take care" }],
  [12_000, {
    type: "run-end",
    status: "extracted",
    iterations: 1,
    llmCalls: 2,
    usage: completion.usage,
  }],
];

const RUN_EVENTS = EVENTS.map(([atMs, body]): RunEvent => ({ ...body, atMs }));

/** A child and its own child, in the middle of the parent's turn. */
const CHILD_EVENTS: readonly RunEvent[] = [
  { type: "step-start", step: 4, atMs: 1 },
  { type: "child-start", child: "1", step: 4, query: `Why?\n${"x".repeat(99)}`, atMs: 2 },
  { type: "step-start", step: 1, run: "1", atMs: 3 },
  {
    type: "plan-end",
    step: 1,
    requestHash: "",
    messages: [],
    completion,
    durationMs: 9,
    run: "1",
    atMs: 4,
  },
  { type: "code-start", step: 1, code: "a = 1\n\nb()", run: "1", atMs: 5 },
  { type: "code-end", step: 1, result: okCell("1\n"), run: "1", atMs: 6 },
  { type: "run-warn", message: "Take care", run: "1", atMs: 7 },
  { type: "child-end", child: "1", step: 4, status: "submitted", durationMs: 3_210, atMs: 8 },
  { type: "child-start", child: "2", step: 4, query: "y".repeat(61), atMs: 8 },
  { type: "child-end", child: "2", step: 4, error: "no model", durationMs: 10, atMs: 8 },
  { type: "code-end", step: 4, result: okCell("x"), atMs: 9 },
];

function linesAt(level: ProgressLevel, events: readonly RunEvent[] = RUN_EVENTS): string[] {
  let text = "";
  const listener = createProgress({ write: (part) => void (text += part), level });
  for (const event of events) listener(event);
  assert(text.endsWith("\n"));
  return text.slice(0, -1).split("\n");
}

const NORMAL = [
  "Task t, planner p/m, sub-model p/s, backend local",
  "Variable doc: str, 5,242,880 characters",
  "Turn 1/9: planned in 0.9 s, running 2 lines of Python",
  "Turn 1/9: sub-queries 1 done, 1 failed",
  "Turn 1/9: ValueError after 0.0 s, printed 2 characters; sub-queries 1 done, 1 failed; " +
  "24,690 tokens in, 134 out, 7.0 s elapsed",
  "Turn 2/9: planned in 0.5 s, no code to run",
  "Turn 3/9: ok in 0.0 s, printed 1 character; 37,035 tokens in, 201 out, 7.5 s elapsed",
  "Limit reached: iterations, 9 of 9",
  "Extraction done",
  "Warning: Take care",
  "Run ended (extracted): 1 turn, 2 sub-queries, 12,345 tokens in, 67 out, 12 s",
];

Deno.test("createProgress writes a line for whatever happens", () => {
  assertEquals(linesAt("normal"), NORMAL);
});

Deno.test("createProgress leaves warnings alone when quiet", () => {
  assertEquals(linesAt("quiet"), ["Warning: Take care"]);
});

Deno.test("createProgress adds code, output and tracebacks when verbose", () => {
  const lines = linesAt("verbose");
  const added = lines.filter((line) => !NORMAL.includes(line));
  assertEquals(added, [
    "  > a = 1",
    "  > print(a)",
    "  | 1",
    "  ! Traceback (most recent call last):",
    "  ! ValueError: bad",
    "  | x",
  ]);
});

const OF_CHILDREN = [
  "Turn 4/0: child 1 is asked: Why?",
  "Turn 4/0: child 1 submitted after 3.2 s",
  `Turn 4/0: child 2 is asked: ${"y".repeat(60)}…`,
  "Turn 4/0: child 2 failed after 0.0 s: no model",
  "Turn 4/0: ok in 0.0 s, printed 1 character; 12,345 tokens in, 67 out, 0.0 s elapsed",
];

Deno.test("createProgress tells when children start and end, and counts what they took", () => {
  const lines = linesAt("normal", CHILD_EVENTS);
  assertEquals(lines.filter((line) => !line.startsWith("Warning")), OF_CHILDREN);
  assertEquals(linesAt("quiet", CHILD_EVENTS), ["Warning: child 1: Take care"]);
});

Deno.test("createProgress shows all that children do when verbose, after their path", () => {
  const lines = linesAt("verbose", CHILD_EVENTS);
  assertEquals(lines.filter((line) => line.startsWith("[1] ")), [
    "[1] Turn 1/0: planned in 0.0 s, running 3 lines of Python",
    ..."a = 1,,b()".split(",").map((line) => `[1]   > ${line}`),
    "[1] Turn 1/0: ok in 0.0 s, printed 2 characters; 12,345 tokens in, 67 out, 0.0 s elapsed",
    "[1]   | 1",
    "[1] Warning: Take care",
  ]);
});

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
    limits: { maxIterations: 9, maxLlmCalls: 5, maxOutputChars: 10, maxErrors: 3 },
    files: {},
  }],
  [1, {
    type: "variable-bind",
    variables: [{ name: "doc", type: "str", chars: 5_242_880, head: "secret text", tail: "" }],
  }],
  [2, { type: "step-start", step: 1 }],
  [900, { type: "plan-end", step: 1, requestHash: "", completion, durationMs: 898 }],
  [901, { type: "code-start", step: 1, code: "a = 1\nprint(a)" }],
  [910, { type: "query-start", query: 1, step: 1, prompt: "p" }],
  [910, { type: "query-start", query: 2, step: 1, prompt: "p" }],
  [1_000, { type: "query-end", query: 1, step: 1, requestHash: "", completion, durationMs: 90 }],
  [6_000, { type: "query-end", query: 2, step: 1, requestHash: "", error: "no", durationMs: 9 }],
  [7_000, { type: "code-end", step: 1, result: errorCell("bad", "1\n") }],
  [7_001, { type: "step-start", step: 2 }],
  [7_500, { type: "plan-end", step: 2, requestHash: "", completion, durationMs: 499 }],
  [7_501, { type: "step-start", step: 3 }],
  [7_502, { type: "code-end", step: 3, result: okCell("x") }],
  [7_600, { type: "limit-reach", limit: "iterations", used: 9, max: 9 }],
  [7_700, { type: "extract-end", requestHash: "", completion, durationMs: 1 }],
  [7_800, { type: "run-warn", message: "Take care" }],
  [12_000, {
    type: "run-end",
    status: "extracted",
    iterations: 1,
    llmCalls: 2,
    usage: completion.usage,
  }],
];

function linesAt(level: ProgressLevel): string[] {
  let text = "";
  const listener = createProgress({ write: (part) => void (text += part), level });
  for (const [atMs, body] of EVENTS) listener({ ...body, atMs } as RunEvent);
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

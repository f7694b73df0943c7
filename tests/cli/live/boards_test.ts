/** What live displays say of a run and of a batch. */

import { assertEquals } from "@std/assert";
import { BatchBoard } from "../../../src/cli/live/batch_board.ts";
import { clock } from "../../../src/cli/live/board_parts.ts";
import { RunBoard } from "../../../src/cli/live/run_board.ts";
import type { StyledLine } from "../../../src/cli/styled/span.ts";
import type { RunEvent } from "../../../src/core/run_event.ts";
import { BatchTotals } from "../../../src/jobs/batch/batch_totals.ts";
import type { TaskResult } from "../../../src/jobs/batch/task_result.ts";

const usage = { inputTokens: 12_345, outputTokens: 67, cachedTokens: 0, costUsd: 0.0125 };
const completion = { text: "", usage, finishReason: "stop" as const };

// Only what a board reads is there.
const event = (type: string, atMs: number, more: object = {}) =>
  ({ type, atMs, ...more }) as unknown as RunEvent;
const start = (atMs: number, more: object = {}) =>
  event("run-start", atMs, { limits: { maxIterations: 20 }, ...more });

function shown(lines: readonly StyledLine[]): readonly string[] {
  return lines.map((line) => line.map(({ text }) => text).join("").trimEnd());
}

/** Events one after another, each with what the board says after it, at the time that is given. */
const STORY: readonly (readonly [event: RunEvent, atMs: number, lines: readonly string[]])[] = [
  [start(0), 400, ["0:00  starting the sandbox"]],
  [event("sandbox-start", 500), 2_600, ["0:02  bringing in the inputs 0:02"]],
  [event("step-start", 3_000, { step: 1 }), 3_100, ["0:03  turn 1/20 · planning"]],
  [
    event("plan-end", 9_000, { completion }),
    9_100,
    ["0:09  turn 1/20 · planning 0:06", "      12,345 tokens in · 67 out · $0.013"],
  ],
  [
    event("code-start", 9_200, { code: "a\nb" }),
    9_300,
    ["0:09  turn 1/20 · running 2 lines of Python", "      12,345 tokens in · 67 out · $0.013"],
  ],
  ...["query-start", "query-start", "query-start", "query-start"].map((type) =>
    [event(type, 9_400), 0, []] as const
  ),
  [event("query-end", 9_500, { error: "no" }), 0, []],
  [
    event("query-end", 9_600, { completion }),
    69_700,
    [
      "1:09  turn 1/20 · running 2 lines of Python 1:00",
      "      sub-queries ━━━━━━─────── 1/4 · 2 running · 1 failed",
      "      24,690 tokens in · 134 out · $0.025",
    ],
  ],
  ...["1", "2", "3", "4", "2.1"].map((run) => [start(70_000, { run }), 0, []] as const),
  [event("step-start", 70_000, { run: "2", step: 3 }), 0, []],
  [
    event("run-end", 70_100, { run: "3" }),
    70_200,
    [
      "1:10  turn 1/20 · running 2 lines of Python 1:01",
      "      sub-queries ━━━━━━─────── 1/4 · 2 running · 1 failed",
      "      child 1  starting the sandbox",
      "      child 2  turn 3/20 · planning",
      "      child 4  starting the sandbox",
      "      and 1 more child runs",
      "      24,690 tokens in · 134 out · $0.025",
    ],
  ],
  [event("run-end", 80_000), 80_000, []],
];

Deno.test("RunBoard says where a run is", () => {
  const board = new RunBoard();
  for (const [each, atMs, lines] of STORY) {
    board.take(each);
    if (atMs > 0) assertEquals(shown(board.lines(atMs, 79)), lines);
  }
});

Deno.test("clock shows minutes, and hours when there are some", () => {
  const times = [[0, "0:00"], [59_999, "0:59"], [60_000, "1:00"], [3_661_000, "1:01:01"], [
    -5,
    "0:00",
  ]];
  for (const [ms, text] of times) assertEquals(clock(Number(ms)), text);
});

Deno.test("BatchBoard says how far a batch is and what runs", () => {
  const totals = new BatchTotals({ tasks: 1_200, skipped: 300 });
  const board = new BatchBoard(totals, 1_000);
  for (let line = 1; line <= 14; line++) {
    board.start({ id: line === 1 ? "a name that is much too long" : `t${line}`, line }, 2_000);
  }
  board.take(1, start(0));
  board.take(1, event("step-start", 10, { step: 2 }));
  board.take(1, event("code-start", 10, { code: "x" }));
  board.take(1, event("query-start", 10));
  board.take(1, event("step-start", 10, { step: 9, run: "1" }));
  board.take(99, start(0));
  const spent = { iterations: 2, llmCalls: 1, usage };
  const result = { spent, durationMs: 1, record: {}, task: { id: "", line: 2, sha256: "" } };
  totals.add({ ...result, status: "submitted" } as TaskResult);
  totals.add({ ...result, status: "failed" } as TaskResult);
  totals.add({ ...result, status: "limit" } as TaskResult);
  board.end(2);
  assertEquals(
    shown(board.lines(63_000, 79)),
    [
      "1:02  tasks ━━━────────── 303/1,200 · 13 running · 1 at a limit · 1 failed",
      "      37,035 tokens in · 201 out · $0.038",
      "      1:01  a name that is much too…  turn 2/20 · running 1 line of Python · sub-queries 0/1",
      ...Array.from({ length: 11 }, (_, at) => `      1:01  t${at + 3}  starting the sandbox`),
      "      and 1 more",
    ].map((line) => line.replace("too… turn", "too…  turn")),
  );
});

/**
 * Records written by hand, so that every field of what is made of them is known.
 *
 * @module
 */

import type { JsonObject } from "../../src/core/json.ts";

/** First line of a record. */
export const HEADER = '{"schema":"fleet-rlm.trajectory","version":1}\n';

/** The text of a record. */
export function recordOf(...events: readonly JsonObject[]): string {
  return HEADER + events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

/** How a run begins. */
export function runStart(id: string, more: JsonObject = {}): JsonObject {
  return {
    type: "run-start",
    runId: id,
    startedAt: "2026-01-31T10:15:00.000Z",
    task: "analyze-document",
    signature: {
      instructions: "Look.",
      inputs: [{ name: "document", type: { kind: "str" } }],
      outputs: [{ name: "answer", type: { kind: "str" } }],
    },
    planner: "p/m",
    subModel: "p/s",
    backend: "local",
    limits: { maxIterations: 9, maxLlmCalls: 5 },
    files: {},
    recipe: { program: { version: "1.0.0" }, inputs: [], tools: [], timeoutMs: 60_000 },
    atMs: 0,
    ...more,
  };
}

const USAGE = { inputTokens: 1_200, outputTokens: 30, cachedTokens: 0, costUsd: 0.0025 };

/** How a run ends. */
export function runEnd(more: JsonObject = { status: "submitted" }): JsonObject {
  return { type: "run-end", iterations: 2, llmCalls: 3, usage: USAGE, atMs: 4_500, ...more };
}

/** A turn: its reply, its code, what it printed. */
export function turn(step: number, code: string, printed: string): readonly JsonObject[] {
  const text = `Turn ${step} it is.\n\n\`\`\`python\n${code}\n\`\`\``;
  const output = { text: printed, chars: printed.length, omittedChars: 0 };
  return [
    { type: "step-start", step, atMs: step * 1_000 },
    {
      type: "plan-end",
      step,
      requestHash: "h",
      messages: [],
      completion: { text, usage: USAGE, finishReason: "stop" },
      durationMs: 300,
      atMs: step * 1_000 + 300,
    },
    { type: "code-start", step, code, atMs: step * 1_000 + 300 },
    {
      type: "code-end",
      step,
      result: { status: "ok", output, durationMs: 200, changes: [] },
      atMs: step * 1_000 + 500,
    },
  ];
}

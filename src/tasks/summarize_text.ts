/**
 * The task of `run-trajectory`: a short text summarized, so that the steps of a run can be looked at.
 *
 * @module
 */

import { TRAJECTORY, TRAJECTORY_STEPS } from "./measures.ts";
import type { Task } from "./task.ts";

/** Summarizes a text and shows the steps that it took. */
export const SUMMARIZE_TEXT: Task = {
  name: "summarize-text",
  summary: "Summarize a text and show the steps of the run",
  signature: {
    instructions: [
      "Summarize the text.",
      "Look at it before you judge what it is, and let llm_query read what code cannot weigh.",
    ].join(" "),
    inputs: [{ name: "text", type: { kind: "str" }, description: "The text to be summarized" }],
    outputs: [{
      name: "summary",
      type: { kind: "str" },
      description: "What the text says, in a few sentences",
    }],
  },
  defaults: { maxIterations: 10, maxLlmCalls: 10, timeoutMs: 600_000 },
  measures: [TRAJECTORY_STEPS, TRAJECTORY],
};

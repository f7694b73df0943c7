/**
 * The task of `run-basic`: a question, no document, an answer.
 *
 * @module
 */

import { TRAJECTORY_STEPS } from "./measures.ts";
import type { Task } from "./task.ts";

/** Answers a question by writing and running Python. */
export const ANSWER_QUESTION: Task = {
  name: "answer-question",
  summary: "Answer a question by writing and running Python",
  signature: {
    instructions: [
      "Answer the question.",
      "Compute whatever can be computed instead of recalling it, and check the result in a second",
      "way before you submit.",
    ].join(" "),
    inputs: [{
      name: "question",
      type: { kind: "str" },
      description: "The question, as the user asked it",
    }],
    outputs: [{
      name: "answer",
      type: { kind: "str" },
      description: "The answer alone, complete enough to stand without the question's context",
    }],
  },
  defaults: { maxIterations: 15, maxLlmCalls: 30, timeoutMs: 600_000 },
  measures: [TRAJECTORY_STEPS],
};

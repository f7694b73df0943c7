/**
 * The task of `run-error-patterns`: errors with their causes and cures.
 *
 * @module
 */

import type { Task } from "./task.ts";

/** Finds the errors that a document speaks of, with causes and solutions. */
export const FIND_ERROR_PATTERNS: Task = {
  name: "find-error-patterns",
  summary: "Find the errors that a document speaks of, with causes and solutions",
  signature: {
    instructions: [
      "Find the errors, warnings and failures that the documents speak of, with their causes and",
      "what to do about them.",
      "Search with code for the names of exceptions, for error messages, and for words such as",
      "error, fail, issue, troubleshoot; take each find with the text around it.",
      "Ask llm_query_batched what the error is, what causes it and what cures it, and give every",
      "prompt the text that it is to judge.",
      "Group the same errors under one name, and count every occurrence that you examined.",
    ].join(" "),
    inputs: [{
      name: "docs",
      type: { kind: "str" },
      description: "The text to be searched, whole",
    }],
    outputs: [
      {
        name: "error_categories",
        type: { kind: "dict" },
        description: "Kind of error to its cause and solution",
      },
      {
        name: "total_errors_found",
        type: { kind: "int" },
        description: "How many occurrences were found and examined",
        constraints: { minimum: 0 },
      },
    ],
  },
  defaults: { maxIterations: 30, maxLlmCalls: 40, timeoutMs: 600_000 },
  measures: [],
};

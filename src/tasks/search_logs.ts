/**
 * The task of `run-logs`: what logs tell about a query.
 *
 * @module
 */

import { documentChars } from "./measures.ts";
import type { Task } from "./task.ts";

/** Searches logs for what bears on a query, groups it, and tells the time it spans. */
export const SEARCH_LOGS: Task = {
  name: "search-logs",
  summary: "Search logs for what bears on a query, and group it into patterns",
  signature: {
    instructions: [
      "Find in the logs what bears on the query.",
      "Begin with a few lines from the head, the middle and the tail: the form of a line, its",
      "timestamp, its level, its source.",
      "Narrow down with grep and chunk_by_timestamps; count with code, never by reading.",
      "Reduce similar lines to patterns by taking numbers and identifiers out, and ask",
      "llm_query_batched what the patterns mean where code cannot tell.",
      "Take the time range from the first and last line that bears on the query.",
    ].join(" "),
    inputs: [
      { name: "logs", type: { kind: "str" }, description: "The logs, whole" },
      { name: "query", type: { kind: "str" }, description: "What the user wants to know" },
    ],
    outputs: [
      {
        name: "matches",
        type: { kind: "list" },
        description:
          "The lines that bear on the query, or the most telling ones when there are many",
      },
      {
        name: "patterns",
        type: { kind: "dict" },
        description: "Pattern to how often it occurs and what it means",
      },
      {
        name: "time_range",
        type: { kind: "str" },
        description: "First and last time of the matches, or that the logs tell no time",
      },
    ],
  },
  defaults: { maxIterations: 30, maxLlmCalls: 50, timeoutMs: 900_000 },
  measures: [documentChars("logs")],
};

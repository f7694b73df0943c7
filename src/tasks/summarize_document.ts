/**
 * The task of `run-long-context --mode summarize`: a summary of a document under one focus.
 *
 * @module
 */

import { documentChars } from "./measures.ts";
import type { Task } from "./task.ts";

/** Summarizes a long document under a focus. */
export const SUMMARIZE_DOCUMENT: Task = {
  name: "summarize-document",
  summary: "Summarize a long document under a focus",
  signature: {
    instructions: [
      "Summarize the document under the given focus.",
      "Look at how it is built, then split all of it into parts, by headings where it has them and",
      "by size where it has not, each small enough for one sub-query.",
      "Ask llm_query_batched what every part says on the focus and have it reply that there is",
      "nothing where there is nothing.",
      "Merge the replies: join what says the same, keep figures, names and reservations, and leave",
      "out what has no bearing on the focus.",
      "Count the characters of the parts that were examined, so that the coverage is measured and",
      "not guessed.",
    ].join(" "),
    inputs: [
      { name: "document", type: { kind: "str" }, description: "The whole text to be summarized" },
      { name: "focus", type: { kind: "str" }, description: "What the summary should attend to" },
    ],
    outputs: [
      {
        name: "summary",
        type: { kind: "str" },
        description: "The summary, in prose that can be read without the document",
      },
      {
        name: "key_points",
        type: { kind: "list" },
        description: "The points that carry the summary, the weightiest first",
      },
      {
        name: "coverage_pct",
        type: { kind: "int" },
        description: "Share of the document's characters that was examined, in percent",
        constraints: { minimum: 0, maximum: 100 },
      },
    ],
  },
  defaults: { maxIterations: 30, maxLlmCalls: 50, timeoutMs: 900_000 },
  measures: [documentChars("document")],
};

/**
 * The task of `run-long-context --mode analyze`: a question about a document too long to read.
 *
 * @module
 */

import { documentChars } from "./measures.ts";
import type { Task } from "./task.ts";

/** Answers a query about a long document, with the findings that support the answer. */
export const ANALYZE_DOCUMENT: Task = {
  name: "analyze-document",
  summary: "Answer a query about a long document, with findings",
  signature: {
    instructions: [
      "Answer the query from the document, and from nothing else.",
      "Begin by looking at how the document is built: its length, its headings, a few samples.",
      "Then narrow down: search it with code for the words that the query turns on, and split what",
      "is left by headings or by size.",
      "Ask llm_query about the meaning of the parts that matter, many parts at once with",
      "llm_query_batched, and give every prompt the text it is to judge together with the query.",
      "Keep what each part yields, with its place in the document, and settle contradictions by",
      "going back to the text.",
      "If the document does not hold the answer, say so in the answer.",
    ].join(" "),
    inputs: [
      { name: "document", type: { kind: "str" }, description: "The whole text to be examined" },
      { name: "query", type: { kind: "str" }, description: "What the user wants to know about it" },
    ],
    outputs: [
      {
        name: "findings",
        type: { kind: "list" },
        description:
          "What the document says on the query: one finding an item, each with a short quotation " +
          "or its place",
      },
      {
        name: "answer",
        type: { kind: "str" },
        description: "The answer to the query, drawn from the findings",
      },
      {
        name: "sections_examined",
        type: { kind: "int" },
        description: "How many parts of the document were read, by code that matched or by query",
        constraints: { minimum: 0 },
      },
    ],
  },
  defaults: { maxIterations: 30, maxLlmCalls: 50, timeoutMs: 900_000 },
  measures: [documentChars("document")],
};

/**
 * The task of `run-architecture`: what a system is made of, read from its documentation.
 *
 * @module
 */

import { documentChars, documentLines } from "./measures.ts";
import type { Task } from "./task.ts";

/** Extracts modules, optimizers and design principles from documentation, under a query. */
export const EXTRACT_ARCHITECTURE: Task = {
  name: "extract-architecture",
  summary: "Extract the architecture of a system from its documentation",
  signature: {
    instructions: [
      "Describe the architecture of the system that the documents are about, as far as it bears on",
      "the query.",
      "Find the parts of the documents that speak of modules, classes, optimizers and design: by",
      "headings first, then by search.",
      "Collect names with code; ask llm_query_batched what each module is for, what each optimizer",
      "improves and when one uses it, and which decisions of design the text gives reasons for.",
      "Name nothing that the documents do not name.",
    ].join(" "),
    inputs: [
      { name: "docs", type: { kind: "str" }, description: "The documentation, whole" },
      { name: "query", type: { kind: "str" }, description: "What to attend to" },
    ],
    outputs: [
      {
        name: "modules",
        type: { kind: "list" },
        description: "The modules: one an item, its name and what it is for",
      },
      {
        name: "optimizers",
        type: { kind: "list" },
        description: "The optimizers: one an item, its name and what it is good for; may be empty",
      },
      {
        name: "design_principles",
        type: { kind: "str" },
        description: "The decisions of design and their reasons, in prose",
      },
    ],
  },
  defaults: { maxIterations: 25, maxLlmCalls: 50, timeoutMs: 600_000 },
  measures: [documentChars("docs"), documentLines("docs")],
};

/**
 * The task of `run-custom-tool`: the structure of a Markdown document, found with a tool of the host.
 *
 * @module
 */

import { listLength } from "./measures.ts";
import { REGEX_EXTRACT } from "./regex_extract_tool.ts";
import type { Task } from "./task.ts";

/** Maps headers and code blocks of a document with the tool `regex_extract`. */
export const MAP_STRUCTURE: Task = {
  name: "map-structure",
  summary: "Map headers and code blocks of a document with the tool regex_extract",
  signature: {
    instructions: [
      "Map the structure of the document.",
      "Call regex_extract for the Markdown headers, then for the fenced code blocks; look at what",
      "came back and mend the pattern when it caught too much or too little, such as the # of",
      "comments inside code.",
      "Then describe how the document is built.",
    ].join(" "),
    inputs: [{ name: "docs", type: { kind: "str" }, description: "The document" }],
    outputs: [
      {
        name: "headers",
        type: { kind: "list" },
        description: "The headers in order, each as it stands in the document",
      },
      {
        name: "code_blocks",
        type: { kind: "list" },
        description: "The code blocks in order, without their fences",
      },
      {
        name: "structure_summary",
        type: { kind: "str" },
        description: "How the document is built, in a few sentences",
      },
    ],
  },
  defaults: { maxIterations: 15, maxLlmCalls: 20, timeoutMs: 600_000 },
  tools: [REGEX_EXTRACT],
  measures: [
    listLength("headers_count", "headers"),
    listLength("code_blocks_count", "code_blocks"),
  ],
};

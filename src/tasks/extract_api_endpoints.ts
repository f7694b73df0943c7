/**
 * The task of `run-api-endpoints`: every endpoint that a document describes.
 *
 * @module
 */

import { listLength } from "./measures.ts";
import type { Task } from "./task.ts";

/** Catalogues the API endpoints of a document. */
export const EXTRACT_API_ENDPOINTS: Task = {
  name: "extract-api-endpoints",
  summary: "Catalogue the API endpoints that a document describes",
  signature: {
    instructions: [
      "Catalogue every API endpoint, function or method that the documents offer to callers.",
      "Find candidates with code: signatures, HTTP verbs with paths, headings of a reference.",
      "Split the parts that hold them into pieces and ask llm_query_batched for each piece's",
      "endpoints as JSON, with parameters and use.",
      "Merge the replies, keep each endpoint once, and check that its name stands in the documents.",
    ].join(" "),
    inputs: [{ name: "docs", type: { kind: "str" }, description: "The documentation, whole" }],
    outputs: [{
      name: "api_endpoints",
      type: { kind: "list" },
      description:
        "One endpoint an item: an object with name, parameters and description, where they are known",
    }],
  },
  defaults: { maxIterations: 20, maxLlmCalls: 30, timeoutMs: 600_000 },
  measures: [listLength("count", "api_endpoints")],
};

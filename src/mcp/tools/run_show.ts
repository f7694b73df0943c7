/**
 * The tool `run_show`: a recorded run in short, one of its steps in full, or one of its outputs in full,
 * page by page.
 *
 * @module
 */

import type { z } from "zod";
import type { Zod } from "../../replay/schema/zod.ts";
import type { InputRoots } from "../input_roots.ts";
import { createTool, type McpTool } from "../tool.ts";
import { FAILED, failureShape } from "../tool_failure.ts";
import { cutShape, usageShape } from "./run_shapes.ts";

/** What the tool works with. */
export interface RunShowOptions {
  /** Folder that holds the records, each named after its run. */
  readonly records: string;
  /** Where records that are named by their path may be. */
  readonly roots: InputRoots;
}

/** Characters of a page, unless the client says otherwise, and at most. */
const PAGE_CHARS = 10_000;
const MAX_PAGE_CHARS = 50_000;

/** The tool. */
export function createRunShow(options: RunShowOptions): McpTool {
  return createTool({
    name: "run_show",
    title: "Look into a recorded run",
    description:
      "Shows a recorded run: in short (status, outputs, a line for each step), or with " +
      "`step` one step in full (reply, code, sub-queries with answers, output), or with `output` " +
      "one output in full. Use it to see why an answer is what it is, why a run failed, or to get " +
      "what was cut from a result. Costs no model call. Long texts come in pages: pass " +
      "next_offset as offset.",
    annotations: { readOnlyHint: true, openWorldHint: false },
    input: inputSchema,
    output: outputSchema,
    async call(args) {
      const { showRun } = await import("./show_run.ts");
      return await showRun(args, options);
    },
  });
}

function inputSchema(zod: Zod) {
  return zod.strictObject({
    run: zod.string().min(1).describe("run_id of a result, the beginning of one, or last"),
    step: zod.int().min(1).optional().describe("Show this step in full"),
    output: zod.string().optional().describe("Show the output of this name in full"),
    child: zod.string().optional().describe("Path of a child run, such as 1.2"),
    offset: zod.int().min(0).default(0).describe("Characters to pass over"),
    max_chars: zod.int().min(100).max(MAX_PAGE_CHARS).default(PAGE_CHARS),
  });
}

/** Arguments of a call. */
export type RunShowArguments = z.output<ReturnType<typeof inputSchema>>;

function outputSchema(zod: Zod) {
  return zod.strictObject({
    status: zod.enum(["shown", FAILED]),
    run_id: zod.string().optional(),
    run_status: zod.string().optional().describe(
      "submitted, extracted, limit, failed, or open while it has not ended",
    ),
    task: zod.string().optional(),
    planner: zod.string().optional(),
    sub_model: zod.string().optional(),
    backend: zod.string().optional(),
    started_at: zod.string().optional(),
    failure: zod.string().optional().describe("What the run failed with"),
    outputs: zod.record(zod.string(), zod.unknown()).optional(),
    cut: zod.array(cutShape(zod)).optional().describe("What is missing in outputs"),
    iterations: zod.int().optional(),
    llm_calls: zod.int().optional(),
    usage: usageShape(zod).optional(),
    steps: zod.array(zod.strictObject({
      step: zod.int(),
      code: zod.string().describe("First line of its code"),
      status: zod.string(),
      problem: zod.string().optional(),
      printed_chars: zod.int(),
      queries: zod.int(),
      failed_queries: zod.int().optional(),
    })).optional(),
    children: zod.array(zod.strictObject({
      child: zod.string(),
      step: zod.int(),
      query: zod.string(),
      status: zod.string(),
    })).optional(),
    trajectory: zod.string().optional().describe("Path of the record"),
    step: zod.int().optional(),
    output: zod.string().optional(),
    text: zod.string().optional().describe("The page"),
    offset: zod.int().optional(),
    total_chars: zod.int().optional(),
    next_offset: zod.int().optional().describe("Where the next page begins, when there is one"),
    notes: zod.array(zod.string()).optional(),
    error: failureShape(zod),
  });
}

/**
 * The tool `rlm_run`: one run, of a shipped task or of the client's own signature. Where it runs, with
 * which keys and under which limits at most was settled when the server started.
 *
 * @module
 */

import type { z } from "zod";
import type { RunHost } from "../../jobs/run_host.ts";
import type { Limiter } from "../../lm/limiter.ts";
import type { Zod } from "../../replay/schema/zod.ts";
import { SHIPPED_TASKS } from "../../tasks/shipped_tasks.ts";
import type { Task } from "../../tasks/task.ts";
import { inputShapes, type OpenClientInputs } from "../input_arguments.ts";
import type { InputRoots } from "../input_roots.ts";
import { type Limits, limitShape } from "../limit_arguments.ts";
import type { ModelRules } from "../model_rules.ts";
import { createTool, type McpTool } from "../tool.ts";
import { FAILED, failureShape } from "../tool_failure.ts";
import { cutShape, usageShape } from "./run_shapes.ts";

/** What the tool works with. */
export interface RlmRunOptions {
  /** What runs share; opened by the first of them. */
  host(): Promise<RunHost>;
  /** Which models may be chosen. */
  readonly models: ModelRules;
  /** The most that a run may take. */
  readonly ceilings: Limits;
  /** Most milliseconds per cell; 0 for none. */
  readonly cellTimeoutMs: number;
  /** Most model calls under way at once in a run. */
  readonly concurrency: number;
  /** Admits runs. */
  readonly limiter: Limiter;
  /** Where inputs may come from. */
  readonly roots: InputRoots;
  /** Opens inputs. */
  readonly openInputs: OpenClientInputs;
}

/** The tool. */
export function createRlmRun(options: RlmRunOptions): McpTool {
  return createTool({
    name: "rlm_run",
    title: "Ask a question of long documents",
    description:
      "Answers a question about documents that are too long to read: a planner model writes " +
      "Python in a sandbox, where each input is a variable, and asks a sub-model about pieces. " +
      "Use it for meaning that is spread over a long text; use sandbox_exec where code alone can " +
      "tell, and read short files yourself. Takes seconds to minutes and costs model calls. Give " +
      "`task` or `signature`, and each of its inputs once: `paths` for files, `values` for short " +
      `texts. Tasks: ${SHIPPED_TASKS.map(describeTask).join("; ")}.`,
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    input: inputSchema,
    output: outputSchema,
    async call(args, call) {
      const { performRlmRun } = await import("./perform_rlm_run.ts");
      return await performRlmRun(args, call, options);
    },
  });
}

function inputSchema(zod: Zod) {
  return zod.strictObject({
    task: zod.enum(SHIPPED_TASKS.map(({ name }) => name)).optional(),
    signature: zod.string().optional().describe(
      "A task of your own, such as: contract, question -> answer, clauses: list[str]. Types: str " +
        "(default), int, float, bool, list[T], dict, Literal[...], Optional[T]",
    ),
    instructions: zod.string().optional().describe("What is to be done; with signature only"),
    ...inputShapes(zod),
    model: zod.string().optional().describe(
      "Planner, provider/model; offline needs no key and is no language model",
    ),
    sub_model: zod.string().optional().describe("Model that answers sub-queries"),
    limits: limitShape(zod),
  });
}

/** Arguments of a call. */
export type RlmRunArguments = z.output<ReturnType<typeof inputSchema>>;

function outputSchema(zod: Zod) {
  return zod.strictObject({
    status: zod.enum(["submitted", "extracted", "limit", FAILED]).describe(
      "extracted: a limit ended the run, and the answer was drawn from what was found until then",
    ),
    outputs: zod.record(zod.string(), zod.unknown()).optional(),
    cut: zod.array(cutShape(zod)).optional().describe("What is missing in outputs"),
    limit: zod.string().optional().describe("The limit that ended the run"),
    iterations: zod.int().optional(),
    llm_calls: zod.int().optional(),
    usage: usageShape(zod).optional(),
    run_id: zod.string().optional().describe("For run_show"),
    trajectory: zod.string().optional().describe("Path of the record"),
    notes: zod.array(zod.string()).optional(),
    error: failureShape(zod),
  });
}

function describeTask({ name, signature, summary }: Task): string {
  return `${name}(${signature.inputs.map((field) => field.name).join(", ")}): ${summary}`;
}

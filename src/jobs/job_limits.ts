/**
 * The limits of a job as JSON says them: `{"max_iterations": 5, "timeout_s": 60}`.
 *
 * @module
 */

import type { z } from "zod";
import type { Zod } from "../replay/schema/zod.ts";
import type { Job } from "./run_job.ts";

/** What bounds a job. */
export type JobLimits = Pick<Job, "limits" | "timeoutMs" | "cellTimeoutMs">;

const TRILLION = 1_000_000_000_000;
const WEEK_S = 604_800;

/** The schema of the limits, with what it gives. */
export function jobLimitsShape(zod: Zod): z.ZodType<JobLimits> {
  const count = (minimum: number, maximum: number) =>
    zod.int().min(minimum).max(maximum).optional();
  const seconds = zod.number().min(0).max(WEEK_S).optional();
  return zod.strictObject({
    max_iterations: count(1, 10_000),
    max_llm_calls: count(0, 1_000_000),
    max_input_tokens: count(1, TRILLION),
    max_output_tokens: count(1, TRILLION),
    max_cost_usd: zod.number().min(0.000001).max(1_000_000).optional(),
    max_errors: count(1, 10_000),
    max_depth: count(1, 16),
    max_output_chars: count(1, 100_000_000),
    timeout_s: seconds,
    cell_timeout_s: seconds,
  }).transform((given): JobLimits => {
    const limits = present({
      maxIterations: given.max_iterations,
      maxLlmCalls: given.max_llm_calls,
      maxInputTokens: given.max_input_tokens,
      maxOutputTokens: given.max_output_tokens,
      maxCostUsd: given.max_cost_usd,
      maxErrors: given.max_errors,
      maxDepth: given.max_depth,
      maxOutputChars: given.max_output_chars,
    });
    const times = { timeoutMs: ms(given.timeout_s), cellTimeoutMs: ms(given.cell_timeout_s) };
    return { limits, ...present(times) };
  });
}

/** A limit in time, however short, never becomes none. */
function ms(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
}

function present<K extends string>(
  values: Readonly<Record<K, number | undefined>>,
): { readonly [key in K]?: number } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { readonly [key in K]?: number };
}

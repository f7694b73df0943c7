/**
 * The limits of a job as JSON says them: `{"max_iterations": 5, "timeout_s": 60}`.
 *
 * @module
 */

import type { z } from "zod";
import type { RunLimits } from "../core/run_event.ts";
import type { Zod } from "../replay/schema/zod.ts";
import { LIMIT_RANGES, type LimitRange, SECONDS_RANGE } from "../rlm/limits/limit_table.ts";
import type { Job } from "./run_job.ts";

/** What bounds a job. */
export type JobLimits = Pick<Job, "limits" | "timeoutMs" | "cellTimeoutMs">;

/** The schema of the limits, with what it gives. */
export function jobLimitsShape(zod: Zod): z.ZodType<JobLimits> {
  const within = (number: z.ZodNumber, { maximum, minimum }: LimitRange) =>
    number.min(minimum).max(maximum).optional();
  const count = (limit: keyof RunLimits) => within(zod.int(), LIMIT_RANGES[limit]);
  const seconds = within(zod.number(), SECONDS_RANGE);
  return zod.strictObject({
    max_iterations: count("maxIterations"),
    max_llm_calls: count("maxLlmCalls"),
    max_input_tokens: count("maxInputTokens"),
    max_output_tokens: count("maxOutputTokens"),
    max_cost_usd: within(zod.number(), LIMIT_RANGES.maxCostUsd),
    max_errors: count("maxErrors"),
    max_depth: count("maxDepth"),
    max_output_chars: count("maxOutputChars"),
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

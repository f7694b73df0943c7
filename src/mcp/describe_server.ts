/**
 * What clients tell their models of the server as a whole: which tool for what, and what was settled
 * when it was started. Pure.
 *
 * @module
 */

import type { ModelRules } from "./model_rules.ts";

/** What was settled. */
export interface ServerFacts {
  /** Folders with inputs; relative paths start at the first. */
  readonly roots: readonly string[];
  /** Which models there are. */
  readonly models: ModelRules;
}

/** A few sentences. */
export function describeServer({ roots, models }: ServerFacts): string {
  const [planner] = models.configured;
  return "Long documents: rlm_run answers questions about their meaning with language models, " +
    "sandbox_exec examines them with Python alone, run_show tells how a run came to its answer. " +
    "Pass files by path instead of reading them. " +
    `Files may lie in ${roots.join(", ")}; relative paths start at the first. ` +
    (planner === undefined
      ? "No model is configured: rlm_run needs model, such as offline."
      : `The planner is ${planner}.`);
}

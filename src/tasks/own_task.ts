/**
 * A task of the user's own, made from its signature.
 *
 * @module
 */

import type { Signature } from "../core/field.ts";
import { DEFAULT_LIMITS } from "../rlm/limits/limit_table.ts";
import type { Task, TaskDefaults } from "./task.ts";

/** Name of every task of a user's own, in records. */
export const OWN_TASK = "run";

/** The limits of a task that says nothing about them. */
export const OWN_TASK_DEFAULTS: TaskDefaults = {
  maxIterations: DEFAULT_LIMITS.maxIterations,
  maxLlmCalls: DEFAULT_LIMITS.maxLlmCalls,
  timeoutMs: 600_000,
};

/** The task of a signature. */
export function ownTask(signature: Signature): Task {
  return {
    name: OWN_TASK,
    summary: "The user's task",
    signature,
    defaults: OWN_TASK_DEFAULTS,
    measures: [],
  };
}

/**
 * A task of the user's own, made from its signature.
 *
 * @module
 */

import type { Signature } from "../core/field.ts";
import type { Task, TaskDefaults } from "./task.ts";

/** Name of every task of a user's own, in records. */
export const OWN_TASK = "run";

/** The limits of a task that says nothing about them. */
export const OWN_TASK_DEFAULTS: TaskDefaults = {
  maxIterations: 20,
  maxLlmCalls: 50,
  timeoutMs: 600_000,
};

/** The task of a signature. */
export function ownTask(signature: Signature, defaults: TaskDefaults = OWN_TASK_DEFAULTS): Task {
  return { name: OWN_TASK, summary: "The user's task", signature, defaults, measures: [] };
}

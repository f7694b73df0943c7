/**
 * The measures that tasks share: figures the host takes of a run and shows after the outputs. They
 * are measured, never asked of a model.
 *
 * @module
 */

import type { TaskMeasure } from "./task.ts";

/** `doc_chars`: length in code points of the variable that holds the document. */
export function documentChars(variable: string): TaskMeasure {
  return {
    name: "doc_chars",
    measure: (facts) => facts.variables.get(variable)?.chars,
  };
}

/** `trajectory_steps`: planner turns taken. */
export const TRAJECTORY_STEPS: TaskMeasure = {
  name: "trajectory_steps",
  measure: (facts) => facts.steps,
};

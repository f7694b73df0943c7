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

/** `doc_lines`: lines of the variable that holds the document. */
export function documentLines(variable: string): TaskMeasure {
  return {
    name: "doc_lines",
    measure: (facts) => facts.variables.get(variable)?.lines,
  };
}

/** The number of items in an output that is a list. */
export function listLength(name: string, output: string): TaskMeasure {
  return {
    name,
    measure: ({ outputs }) => {
      const items = outputs[output];
      return Array.isArray(items) ? items.length : undefined;
    },
  };
}

/** Most characters of a step's prose and code that `trajectory` shows. */
const SHOWN_REASONING = 100;
const SHOWN_CODE = 60;

/** `trajectory`: the steps in short, each with the beginning of its prose and of its code. */
export const TRAJECTORY: TaskMeasure = {
  name: "trajectory",
  measure: ({ trajectory }) =>
    trajectory.map(({ reasoning, code }, index) => ({
      step: index + 1,
      reasoning: head(reasoning, SHOWN_REASONING) || "N/A",
      code: head(code, SHOWN_CODE),
    })),
};

function head(text: string, chars: number): string {
  return [...text.slice(0, chars * 2)].slice(0, chars).join("");
}

/** `trajectory_steps`: planner turns taken. */
export const TRAJECTORY_STEPS: TaskMeasure = {
  name: "trajectory_steps",
  measure: (facts) => facts.steps,
};

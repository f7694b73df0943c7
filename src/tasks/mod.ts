/**
 * The shipped tasks.
 *
 * @module
 */

export { ANALYZE_DOCUMENT } from "./analyze_document.ts";
export { ANSWER_QUESTION } from "./answer_question.ts";
export { documentChars, TRAJECTORY_STEPS } from "./measures.ts";
export { SUMMARIZE_DOCUMENT } from "./summarize_document.ts";
export type { RunFacts, Task, TaskDefaults, TaskMeasure } from "./task.ts";

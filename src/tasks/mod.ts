/**
 * The shipped tasks.
 *
 * @module
 */

export { ANALYZE_DOCUMENT } from "./analyze_document.ts";
export { ANSWER_QUESTION } from "./answer_question.ts";
export { EXTRACT_API_ENDPOINTS } from "./extract_api_endpoints.ts";
export { EXTRACT_ARCHITECTURE } from "./extract_architecture.ts";
export { FIND_ERROR_PATTERNS } from "./find_error_patterns.ts";
export { MAP_STRUCTURE } from "./map_structure.ts";
export {
  documentChars,
  documentLines,
  listLength,
  TRAJECTORY,
  TRAJECTORY_STEPS,
} from "./measures.ts";
export { REGEX_EXTRACT } from "./regex_extract_tool.ts";
export { SEARCH_LOGS } from "./search_logs.ts";
export { findShippedTask, SHIPPED_TASKS } from "./shipped_tasks.ts";
export { SUMMARIZE_DOCUMENT } from "./summarize_document.ts";
export { SUMMARIZE_TEXT } from "./summarize_text.ts";
export type { RunFacts, Task, TaskDefaults, TaskMeasure } from "./task.ts";

/**
 * The shipped tasks by name, for whoever meets the name of a task in a record.
 *
 * @module
 */

import { ANALYZE_DOCUMENT } from "./analyze_document.ts";
import { ANSWER_QUESTION } from "./answer_question.ts";
import { EXTRACT_API_ENDPOINTS } from "./extract_api_endpoints.ts";
import { EXTRACT_ARCHITECTURE } from "./extract_architecture.ts";
import { FIND_ERROR_PATTERNS } from "./find_error_patterns.ts";
import { MAP_STRUCTURE } from "./map_structure.ts";
import { SEARCH_LOGS } from "./search_logs.ts";
import { SUMMARIZE_DOCUMENT } from "./summarize_document.ts";
import { SUMMARIZE_TEXT } from "./summarize_text.ts";
import type { Task } from "./task.ts";

/** Every task that ships with the program. */
export const SHIPPED_TASKS: readonly Task[] = [
  ANSWER_QUESTION,
  ANALYZE_DOCUMENT,
  SUMMARIZE_DOCUMENT,
  EXTRACT_ARCHITECTURE,
  EXTRACT_API_ENDPOINTS,
  FIND_ERROR_PATTERNS,
  SUMMARIZE_TEXT,
  MAP_STRUCTURE,
  SEARCH_LOGS,
];

/** The shipped task of that name. */
export function findShippedTask(name: string): Task | undefined {
  return SHIPPED_TASKS.find((task) => task.name === name);
}

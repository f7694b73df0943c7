/**
 * The statements that every interpreter must keep, as data: tests run them against each backend.
 *
 * @module
 */

import type { Check } from "./check.ts";
import { EXECUTION_CHECKS } from "./execution.ts";
import { LIMIT_CHECKS } from "./limits.ts";
import { TOOL_CHECKS } from "./tools.ts";

export type { Check, MakeInterpreter } from "./check.ts";

/** All checks, in the order in which they are best read. */
export const CONFORMANCE_CHECKS: readonly Check[] = [
  ...EXECUTION_CHECKS,
  ...TOOL_CHECKS,
  ...LIMIT_CHECKS,
];

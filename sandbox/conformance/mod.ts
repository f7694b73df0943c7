/**
 * The statements that every interpreter must keep, as data: tests run them against each backend, users
 * by `fleet-rlm conform`.
 *
 * @module
 */

import { ACCIDENT_CHECKS } from "./accidents.ts";
import type { Check } from "./check.ts";
import { EXECUTION_CHECKS } from "./execution.ts";
import { GUEST_FUNCTION_CHECKS } from "./guest_functions.ts";
import { LIFECYCLE_CHECKS } from "./lifecycle.ts";
import { LIMIT_CHECKS } from "./limits.ts";
import { SUBMIT_CHECKS } from "./submits.ts";
import { TOOL_CHECKS } from "./tools.ts";
import { VALUE_CHECKS } from "./values.ts";

export type { Check, MakeInterpreter } from "./check.ts";

/** All checks, in the order in which they are best read. */
export const CONFORMANCE_CHECKS: readonly Check[] = [
  ...LIFECYCLE_CHECKS,
  ...EXECUTION_CHECKS,
  ...VALUE_CHECKS,
  ...TOOL_CHECKS,
  ...SUBMIT_CHECKS,
  ...GUEST_FUNCTION_CHECKS,
  ...LIMIT_CHECKS,
  ...ACCIDENT_CHECKS,
];

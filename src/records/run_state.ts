/**
 * How a recorded run stands.
 *
 * @module
 */

import type { RunStatus } from "../core/run_event.ts";

/**
 * How a run stands: as it ended; `running` while it is written; `unfinished` when it has no end and
 * nobody writes it, as after a kill; `unreadable` when the file is no record.
 */
export type RunState =
  | RunStatus
  | "failed"
  | "interrupted"
  | "running"
  | "unfinished"
  | "unreadable";

/** The states in the order in which help names them. */
export const RUN_STATES: readonly RunState[] = [
  "submitted",
  "extracted",
  "limit",
  "failed",
  "interrupted",
  "running",
  "unfinished",
  "unreadable",
];

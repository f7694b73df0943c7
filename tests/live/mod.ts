/**
 * All points that only a live account can settle.
 *
 * @module
 */

import { ACCOUNT_POINTS } from "./account_points.ts";
import type { LivePoint } from "./live_point.ts";
import { SANDBOX_POINTS } from "./sandbox_points.ts";
import { STORAGE_POINTS } from "./storage_points.ts";
import { STREAM_POINTS } from "./stream_points.ts";

export type { LivePoint } from "./live_point.ts";
export { type LiveCloud, openLiveCloud } from "./live_cloud.ts";

/** The points, in order. */
export const LIVE_POINTS: readonly LivePoint[] = [
  ...SANDBOX_POINTS,
  ...STREAM_POINTS,
  ...STORAGE_POINTS,
  ...ACCOUNT_POINTS,
];

/**
 * The events of a record one after another, each checked before it is used: a record may come from
 * anywhere.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import type { RunEvent } from "../core/run_event.ts";
import { scanTrajectory, type TrajectoryEnd } from "../rlm/read_trajectory.ts";
import type { EventShapes } from "./schema/event_shapes.ts";
import { loadTrajectorySchema } from "./schema/trajectory_schema.ts";

/**
 * Reads a record event by event; keeps none of them.
 * @param visit Called with every event in order. What it throws ends the reading.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `input-invalid` when the file is no
 * trajectory or an event is none.
 */
export async function scanRecord(
  path: string,
  visit: (event: RunEvent) => void,
): Promise<TrajectoryEnd> {
  const { events } = await loadTrajectorySchema();
  return await scanTrajectory(path, (event) => {
    assertEvent(event, events, path);
    visit(event);
  });
}

/** The error for a record that says what cannot be. */
export function unusableRecord(path: string, what: string): FleetError {
  return new FleetError("input-invalid", `Cannot use record "${path}": ${what}`, {
    hint: "It was changed, or another program made it",
  });
}

function assertEvent(event: RunEvent, events: EventShapes, path: string): void {
  const shape = Object.hasOwn(events, event.type) ? events[event.type] : undefined;
  const issue = shape?.safeParse(event).error?.issues
    .find(({ code }) => code !== "unrecognized_keys");
  if (shape !== undefined && issue === undefined) return;
  const what = issue === undefined
    ? `"${event.type}" is no event`
    : `${event.type}: ${issue.path.join(".")}: ${issue.message}`;
  throw unusableRecord(path, what);
}

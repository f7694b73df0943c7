/**
 * The schema of a trajectory: what a line of the file can be, for validation and for documentation.
 *
 * @module
 */

import type { z } from "zod";
import type { JsonObject } from "../../core/json.ts";
import { TRAJECTORY_SCHEMA, TRAJECTORY_VERSION } from "../../rlm/trajectory.ts";
import { createEventShapes, type EventShapes } from "./event_shapes.ts";
import { loadZod, type Zod } from "./zod.ts";

/** The schema, ready for use. */
export interface TrajectorySchema {
  /** A line of the file: the header or an event. */
  readonly line: z.ZodType;
  /** The events by type. */
  readonly events: EventShapes;
  /** The schema of a line as JSON Schema (draft 2020-12). */
  toJson(): JsonObject;
}

/** Loads zod and makes the schema. */
export async function loadTrajectorySchema(): Promise<TrajectorySchema> {
  const zod = await loadZod();
  const events = createEventShapes(zod);
  const line = createLine(zod, events);
  return { line, events, toJson: () => zod.toJSONSchema(line) as JsonObject };
}

function createLine(zod: Zod, events: EventShapes): z.ZodType {
  const header = zod.strictObject({
    schema: zod.literal(TRAJECTORY_SCHEMA),
    version: zod.literal(TRAJECTORY_VERSION),
  }).describe("The first line.");
  return zod.union([header, ...Object.values(events)]).meta({
    title: "A line of a fleet-rlm trajectory",
    description:
      `Version ${TRAJECTORY_VERSION}. The first line is the header, every other an event.`,
  });
}

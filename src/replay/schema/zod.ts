/**
 * The one way to zod here: its types for free, itself only when somebody asks for the schema.
 *
 * @module
 */

import type { z } from "zod";

/** The package. */
export type Zod = typeof z;

/** Loads the package. */
export async function loadZod(): Promise<Zod> {
  return (await import("zod")).z;
}

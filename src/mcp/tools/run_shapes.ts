/**
 * Parts of schemas that the tools about runs share.
 *
 * @module
 */

import type { z } from "zod";
import type { Zod } from "../../replay/schema/zod.ts";

/** The schema of `usage`. */
export function usageShape(zod: Zod): z.ZodObject {
  return zod.strictObject({
    input_tokens: zod.int(),
    output_tokens: zod.int(),
    cached_tokens: zod.int(),
    cost_usd: zod.number().optional().describe("When all prices are known"),
    estimated_calls: zod.int().optional().describe("Calls whose tokens had to be estimated"),
  });
}

/** The schema of a place where something was left out. */
export function cutShape(zod: Zod): z.ZodObject {
  return zod.strictObject({
    path: zod.string().describe("Where, such as findings[3]; empty for the whole"),
    unit: zod.enum(["characters", "items", "keys"]),
    total: zod.int(),
    shown: zod.int(),
  });
}

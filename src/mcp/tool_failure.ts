/**
 * What was thrown in a call, as the answer of a tool: a model can read it and do better.
 *
 * @module
 */

import type { z } from "zod";
import { FleetError, messageOf } from "../core/errors.ts";
import type { Zod } from "../replay/schema/zod.ts";
import type { ToolAnswer } from "./tool.ts";

/** The status of every answer to a call that could not be done. */
export const FAILED = "failed";

/** The schema of `error` in an answer. */
export function failureShape(zod: Zod): z.ZodOptional<z.ZodType> {
  return zod.strictObject({
    code: zod.string().describe("Stable identifier of what went wrong"),
    message: zod.string(),
    hint: zod.string().optional().describe("What to do about it"),
  }).optional().describe("Why the call failed; only with status failed");
}

/** The answer. */
export function failureAnswer(thrown: unknown): ToolAnswer {
  const code = thrown instanceof FleetError ? thrown.code : "internal";
  const hint = thrown instanceof FleetError ? thrown.hint : "This is a fault of fleet-rlm";
  const message = messageOf(thrown);
  return {
    text: `Error (${code}): ${message}${hint === undefined ? "" : `\nHint: ${hint}`}`,
    content: {
      status: FAILED,
      error: { code, message, ...(hint === undefined ? {} : { hint }) },
    },
    isError: true,
  };
}

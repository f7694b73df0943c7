/**
 * Inputs as a client gives them: the schema of `paths` and `values`, which `src/inputs/` reads and opens,
 * and what the client is told of them.
 *
 * @module
 */

import type { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import type { VariableInfo } from "../core/variable.ts";
import type { OpenInputs } from "../inputs/open_inputs.ts";
import type { InputSpec } from "../inputs/parse_input.ts";
import type { Zod } from "../replay/schema/zod.ts";

/** Opens inputs; they are the caller's to dispose of. */
export type OpenClientInputs = (
  specs: readonly InputSpec[],
  options: { readonly signal: AbortSignal; onWarn(message: string): void },
) => Promise<OpenInputs>;

/** The schema of both. */
export function inputShapes(zod: Zod): {
  readonly paths: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodString>>;
  readonly values: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
} {
  return {
    paths: zod.record(zod.string(), zod.string()).optional().describe(
      "Variables from files: name to path of a text file, PDF, .docx, gzip, folder or glob " +
        "(docs/**/*.md). The way for everything long",
    ),
    values: zod.record(zod.string(), zod.unknown()).optional().describe(
      "Variables given here: name to any JSON value. For short ones",
    ),
  };
}

/** Characters of a variable that are shown. */
const HEAD_CHARS = 200;

/** What a client is told of a variable, with the beginning of its preview. */
export function describeInput({ name, type, chars, head }: VariableInfo): JsonObject {
  return { name, type, chars, head: Array.from(head).slice(0, HEAD_CHARS).join("") };
}

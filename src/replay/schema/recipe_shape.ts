/**
 * The recipe of a run (`src/core/run_recipe.ts`) as a schema.
 *
 * @module
 */

import type { z } from "zod";
import type { RunShapes } from "./run_shapes.ts";
import type { Zod } from "./zod.ts";

/** Makes the schema. */
export function createRecipe(z: Zod, shapes: RunShapes): z.ZodType {
  const text = z.string();
  const { count, json, ms, object, sha256 } = shapes;
  const file = z.strictObject({
    path: text,
    sha256,
    bytes: count,
    encoding: z.enum(["utf-8", "utf-8-sig", "utf-16"]),
    compression: z.enum(["gzip"]).optional(),
    origin: z.strictObject({
      path: text,
      format: z.enum(["pdf", "docx"]),
      sha256,
      bytes: count,
    }).optional(),
  });
  const corpus = z.strictObject({ source: text, pack: file, indexOffset: count, files: count });
  const input = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("value"), name: text, value: json, sha256 }),
    z.strictObject({ kind: z.literal("side-file"), name: text, path: text, sha256 }),
    z.strictObject({ kind: z.literal("file"), name: text, file }),
    z.strictObject({
      kind: z.literal("corpus"),
      name: text,
      corpus,
      form: z.enum(["list", "text"]),
    }),
  ]);
  const parameter = z.strictObject({
    name: text,
    type: text.optional(),
    default: json.optional(),
  });
  const tool = z.strictObject({
    name: text,
    description: text,
    parameters: z.array(parameter),
    returns: text.optional(),
  });
  return z.strictObject({
    program: z.strictObject({ version: text, deno: text, os: text, arch: text }),
    inputs: z.array(input),
    tools: z.array(tool),
    concurrency: count,
    cellTimeoutMs: ms,
    timeoutMs: ms,
    prices: z.record(text, z.strictObject({ input: z.number(), output: z.number() })),
    replyBounds: z.record(text, count.nullable()).optional(),
    settings: object,
  });
}

/** Makes the schema of the run that another one goes on from. */
export function createOrigin(z: Zod, { count }: RunShapes): z.ZodType {
  return z.strictObject({ runId: z.string(), trajectory: z.string(), steps: count });
}

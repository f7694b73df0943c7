/**
 * Signatures from zod schemas (version 4), for programs that have their types there already.
 *
 * Does not load zod: every schema can give its own JSON Schema, and that is read.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import type { Field, Signature } from "../../core/field.ts";
import type { JsonObject } from "../../core/json.ts";
import { checkSignature } from "./check_signature.ts";
import { fieldsOfJsonSchema } from "./json_schema.ts";

/** What is needed of a zod object: `z.object({...})` is one. */
export interface JsonSchemaSource {
  /** Its JSON Schema. */
  toJSONSchema(options: { readonly io: "input" }): unknown;
}

/** Options of {@linkcode signatureFromZod}. */
export interface SignatureFromZodOptions {
  /** A zod object with one key for every input; none without it. */
  readonly inputs?: JsonSchemaSource;
  /** A zod object with one key for every output. */
  readonly outputs: JsonSchemaSource;
  /**
   * What the planner is asked to do.
   * @default {""}
   */
  readonly instructions?: string;
}

/**
 * A signature with these inputs and outputs. Descriptions (`.describe`), bounds, patterns, enums,
 * literals, optional and nullable values, arrays, records and nested objects come along; the planner is
 * told of them and SUBMIT enforces them.
 *
 * Refinements, transforms and defaults do not: `outputs.parse(result.outputs)` applies them afterwards
 * and gives the static types. An output that may be absent is submitted as None and comes as null, so
 * use `.nullish()` where you parse.
 *
 * ```ts
 * import { z } from "zod";
 * import { signatureFromZod } from "./signature_from_zod.ts";
 *
 * const signature = signatureFromZod({
 *   inputs: z.object({ letters: z.string().describe("All of them") }),
 *   outputs: z.object({ senders: z.array(z.string()).min(1), mood: z.enum(["good", "bad"]) }),
 *   instructions: "Who wrote, and in which mood?",
 * });
 * console.assert(signature.outputs[0]?.constraints?.minLength === 1);
 * ```
 *
 * @throws {FleetError} `signature-invalid`: a type that no field can have, or a name that none may.
 */
export function signatureFromZod(options: SignatureFromZodOptions): Signature {
  const { inputs, instructions, outputs } = options;
  const signature: Signature = {
    instructions: instructions ?? "",
    inputs: inputs === undefined ? [] : readFields(inputs, "inputs"),
    outputs: readFields(outputs, "outputs"),
  };
  checkSignature(signature);
  return signature;
}

function readFields(source: JsonSchemaSource, side: string): readonly Field[] {
  let schema: JsonObject;
  try {
    schema = source.toJSONSchema({ io: "input" }) as JsonObject;
  } catch (thrown) {
    throw new FleetError(
      "signature-invalid",
      `Cannot make fields of the ${side}: ${messageOf(thrown)}`,
      {
        hint: "Give a z.object() of zod 4 whose types JSON can say",
        cause: thrown,
      },
    );
  }
  return fieldsOfJsonSchema(schema, side);
}

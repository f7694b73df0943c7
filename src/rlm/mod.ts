/**
 * The engine: runs Recursive Language Models over any interpreter and any language model.
 *
 * ```ts
 * import { describeType, parseSignature } from "./mod.ts";
 *
 * const signature = parseSignature("document, query -> findings: list[str], answer", {
 *   instructions: "Answer the query from the document.",
 * });
 * const types = signature.outputs.map((field) => describeType(field.type));
 * console.assert(types.join(" and ") === "list[str] and str");
 * ```
 *
 * {@linkcode runRlm} takes such a signature, variables, a model and a way to make an interpreter, and
 * gives typed outputs.
 *
 * @module
 */

export * from "./signature/check_signature.ts";
export * from "./signature/coerce.ts";
export * from "./signature/field_type.ts";
export * from "./signature/parse_signature.ts";
export * from "./signature/signature_from_zod.ts";
export * from "./read_trajectory.ts";
export * from "./run.ts";
export * from "./run_options.ts";
export * from "./run_plan.ts";
export * from "./signature/submit_contract.ts";
export * from "./trajectory.ts";

/**
 * The contracts of the system; no I/O.
 *
 * @module
 */

export * from "./asset.ts";
export * from "./backend.ts";
export * from "./bound_files.ts";
export * from "./cell_result.ts";
export * from "./cloud_account.ts";
export * from "./conformance.ts";
export * from "./diagnosis.ts";
export * from "./errors.ts";
export * from "./field.ts";
export * from "./guest_helpers.ts";
export * from "./host_tool.ts";
export * from "./installer.ts";
export * from "./interpreter.ts";
export * from "./json.ts";
export * from "./lm.ts";
export * from "./run_event.ts";
export * from "./run_recipe.ts";
export * from "./scaffold.ts";
export * from "./variable.ts";

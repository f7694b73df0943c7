/**
 * The contracts of the system; no I/O.
 *
 * @module
 */

export * from "./backend.ts";
export * from "./cell_result.ts";
export * from "./errors.ts";
export * from "./field.ts";
export * from "./guest_helpers.ts";
export * from "./host_tool.ts";
export * from "./interpreter.ts";
export * from "./json.ts";
export * from "./lm.ts";
export * from "./run_event.ts";
export * from "./variable.ts";

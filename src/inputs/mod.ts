/**
 * Inputs of a run: what the user gives to variables that a sandbox can bind.
 *
 * @module
 */

export * from "./check_input_names.ts";
export * from "./named_inputs.ts";
export * from "./open_corpus.ts";
export * from "./open_document.ts";
export * from "./open_inputs.ts";
export * from "./open_text_file.ts";
export * from "./parse_exact_json.ts";
export * from "./parse_input.ts";
export * from "./read_text_file.ts";
export * from "./spool_stream.ts";

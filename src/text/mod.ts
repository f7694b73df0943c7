/**
 * Looking at, searching, cutting and redacting texts: the host's twins of the functions that guest
 * code has. Sizes and offsets are Unicode code points, patterns have Python's syntax.
 *
 * ```ts
 * import { chunkByHeaders, grep } from "./mod.ts";
 *
 * const text = "# Pumps\nPump 3 failed.\n# Cranes\nAll well.\n";
 * chunkByHeaders(text).map((chunk) => chunk.header); // ["# Pumps", "# Cranes"]
 * grep(text, "FAILED"); // ["Pump 3 failed."]
 * ```
 *
 * @module
 */

export * from "./chunk_by_headers.ts";
export * from "./chunk_by_json_keys.ts";
export * from "./chunk_by_size.ts";
export * from "./chunk_by_timestamps.ts";
export { codePointLength, codePointSlice } from "./code_points.ts";
export * from "./grep.ts";
export { splitLines } from "./lines.ts";
export * from "./peek.ts";
export * from "./redact.ts";
export * from "./regex_extract.ts";

/**
 * Stand-in for `jsr:@std/assert@^1`: the functions that this project's tests use, with the names,
 * signatures and results of the real ones, over `node:assert` and `node:util`.
 *
 * Where it differs it is the stricter of the two: `0` and `-0` are not equal here, nor are a plain
 * object and one without a prototype. `tests/std/assert_test.ts` states what is relied on.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals({ a: [1, 2] }, { a: [1, 2] });
 * ```
 *
 * @module
 */

export * from "./assertion_error.ts";
export * from "./equality.ts";
export * from "./errors.ts";
export * from "./inclusion.ts";
export * from "./numbers.ts";
export * from "./truth.ts";

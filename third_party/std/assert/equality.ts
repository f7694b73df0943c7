/**
 * Assertions that compare two values whole: deeply, by identity, or as a subset.
 *
 * @module
 */

import nodeAssert from "node:assert";
import { isDeepStrictEqual } from "node:util";
import { AssertionError } from "./assertion_error.ts";
import { show, suffix } from "./_message.ts";

/** The difference of two values in words; `node:assert` draws it. */
function difference(actual: unknown, expected: unknown): string {
  try {
    nodeAssert.deepStrictEqual(actual, expected);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  return `actual: ${show(actual)}\nexpected: ${show(expected)}`;
}

/** Deep equality; URLs count by their address, which `node:util` cannot see. */
export function equal(actual: unknown, expected: unknown): boolean {
  if (actual instanceof URL && expected instanceof URL) return actual.href === expected.href;
  return isDeepStrictEqual(actual, expected);
}

/** Asserts that `actual` and `expected` are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${suffix(msg)}\n\n${difference(actual, expected)}`,
  );
}

/** Asserts that `actual` and `expected` are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${show(actual)} not to be: ${show(expected)}${suffix(msg)}`,
  );
}

/** Asserts that `actual` is `expected` itself, by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const told = equal(actual, expected)
    ? `Values have the same structure but are not reference-equal${suffix(msg)}\n\n${show(actual)}`
    : `Values are not strictly equal${suffix(msg)}\n\n${difference(actual, expected)}`;
  throw new AssertionError(told);
}

/** The part of `actual` that `expected` speaks of, at every depth. */
function subsetOf(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.slice(0, expected.length).map((item, index) => subsetOf(item, expected[index]));
  }
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  const kept = Reflect.ownKeys(expected).filter((key) => key in actual);
  return Object.fromEntries(kept.map((key) => [key, subsetOf(actual[key], expected[key])]));
}

/** `expected` with its instances turned into plain objects, as {@linkcode subsetOf} leaves them. */
function plain(expected: unknown): unknown {
  return subsetOf(expected, expected);
}

/** Whether properties of the value are to be compared one by one. */
function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const whole = [Date, RegExp, Map, Set, URL, ArrayBuffer];
  return !whole.some((kind) => value instanceof kind) && !ArrayBuffer.isView(value);
}

/** Asserts that `actual` has everything `expected` has, deeply; an array may have more at its end. */
export function assertObjectMatch(
  actual: object,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  assertEquals(subsetOf(actual, expected), plain(expected), msg);
}

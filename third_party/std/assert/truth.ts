/**
 * Assertions on one value: truth, existence, class, and failing outright.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { show, suffix } from "./_message.ts";

/** Every value that counts as false. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** Any class, abstract ones included. */
export type AnyConstructor = abstract new (...args: never[]) => unknown;

/** Asserts that `expr` counts as true. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Asserts that `expr` counts as false. */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/** Asserts that `actual` is neither `null` nor `undefined`. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${suffix(msg)}`,
  );
}

/** Asserts that `actual` is an instance of `expectedType`. */
export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const found = typeof actual === "object" && actual !== null
    ? `"${actual.constructor?.name ?? "Object"}"`
    : show(actual);
  throw new AssertionError(
    `Expected object to be an instance of "${expectedType.name}" but was ${found}${suffix(msg)}`,
  );
}

/** Fails, whatever else holds. */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${suffix(msg)}`);
}

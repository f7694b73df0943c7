/**
 * Assertions that a function throws or a promise rejects; both return what was thrown.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { suffix } from "./_message.ts";

/** A class of errors, whatever its constructor takes. */
export type ErrorConstructorOf<E extends Error> = abstract new (...args: never[]) => E;

/** What an assertion demands of the thrown value. */
interface Demand<E extends Error> {
  readonly errorClass: ErrorConstructorOf<E> | undefined;
  readonly msgIncludes: string | undefined;
  readonly msg: string | undefined;
}

/** Sorts out the two call shapes: `(fn, msg?)` and `(fn, ErrorClass, msgIncludes?, msg?)`. */
function demandOf<E extends Error>(
  errorClassOrMsg: ErrorConstructorOf<E> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Demand<E> {
  return typeof errorClassOrMsg === "string"
    ? { errorClass: undefined, msgIncludes: undefined, msg: errorClassOrMsg }
    : { errorClass: errorClassOrMsg, msgIncludes, msg };
}

/** Throws when `thrown` is not what was demanded; `verb` is `thrown` or `rejected`. */
function assertDemand<E extends Error>(thrown: unknown, demand: Demand<E>, verb: string): void {
  const { errorClass, msgIncludes, msg } = demand;
  if (errorClass === undefined) return;
  if (!(thrown instanceof Error)) {
    throw new AssertionError(`A non-Error object was ${verb}${suffix(msg)}`);
  }
  if (!(thrown instanceof errorClass)) {
    throw new AssertionError(
      `Expected error to be instance of "${errorClass.name}", ` +
        `but was "${thrown.constructor.name}"${suffix(msg)}`,
      { cause: thrown },
    );
  }
  if (msgIncludes && !thrown.message.includes(msgIncludes)) {
    throw new AssertionError(
      `Expected error message to include ${JSON.stringify(msgIncludes)}, ` +
        `but got ${JSON.stringify(thrown.message)}${suffix(msg)}`,
      { cause: thrown },
    );
  }
}

/** Asserts that `fn` throws; returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that `fn` throws an `ErrorClass` whose message includes `msgIncludes`; returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorConstructorOf<E>,
  msgIncludes?: string,
  msg?: string,
): E;
/** Asserts that `fn` throws. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClassOrMsg?: ErrorConstructorOf<E> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const demand = demandOf(errorClassOrMsg, msgIncludes, msg);
  try {
    fn();
  } catch (thrown) {
    assertDemand(thrown, demand, "thrown");
    return thrown;
  }
  throw new AssertionError(`Expected function to throw${suffix(demand.msg)}`);
}

/** Asserts that the promise of `fn` rejects; returns the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Asserts that the promise of `fn` rejects with an `ErrorClass`; returns the error. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorConstructorOf<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
/** Asserts that the promise of `fn` rejects. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClassOrMsg?: ErrorConstructorOf<E> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const demand = demandOf(errorClassOrMsg, msgIncludes, msg);
  const promise = callForPromise(fn, demand.msg);
  try {
    await promise;
  } catch (reason) {
    assertDemand(reason, demand, "rejected");
    return reason;
  }
  throw new AssertionError(`Expected function to reject${suffix(demand.msg)}`);
}

/** Calls `fn`; a synchronous throw, or a result that is no promise, is not a rejection. */
function callForPromise(fn: () => PromiseLike<unknown>, msg: string | undefined) {
  let result: PromiseLike<unknown>;
  try {
    result = fn();
  } catch (cause) {
    throw new AssertionError(`Function throws when expected to reject${suffix(msg)}`, { cause });
  }
  if (typeof result?.then === "function") return result;
  throw new AssertionError(`Function throws when expected to reject${suffix(msg)}`);
}

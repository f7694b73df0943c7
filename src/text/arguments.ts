/**
 * Checks of the numbers that the functions of this folder are given. Not exported from the folder.
 *
 * @module
 */

/** A number to check. */
export interface IntegerArgument {
  /** Its name, for the message. */
  readonly name: string;
  /** Its value. */
  readonly value: number;
  /** Least value allowed; any integer without it. */
  readonly minimum?: number;
}

/**
 * Checks that a number is an integer and not too small. `purpose` completes "Cannot".
 * @throws {RangeError} Otherwise.
 */
export function checkInteger(purpose: string, argument: IntegerArgument): void {
  const { name, value, minimum = -Infinity } = argument;
  if (!Number.isInteger(value)) {
    throw new RangeError(`Cannot ${purpose}: ${name} must be an integer, not ${value}`);
  }
  if (value < minimum) {
    throw new RangeError(`Cannot ${purpose}: ${name} must be at least ${minimum}, not ${value}`);
  }
}

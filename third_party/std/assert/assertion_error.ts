/**
 * The error of a failed assertion, and the tail that every message takes.
 *
 * @module
 */

/** Thrown when an assertion does not hold. */
export class AssertionError extends Error {
  /** Creates the error of a failed assertion. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

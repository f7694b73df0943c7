/**
 * Exit codes of the program.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";

/** What the process ends with. */
export const EXIT = {
  /** An answer was submitted, or extracted with a warning. */
  ok: 0,
  /** Something failed. */
  failure: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A limit ended the run without an answer, or `--strict` and not submitted. */
  limit: 3,
  /** The user ended it. */
  interrupted: 130,
} as const;

/** Exit code for something that was thrown. */
export function exitCodeOf(thrown: unknown): number {
  if (!(thrown instanceof FleetError)) return EXIT.failure;
  switch (thrown.code) {
    case "usage":
    case "signature-invalid":
      return EXIT.usage;
    case "limit-reached":
      return EXIT.limit;
    case "interrupted":
      return EXIT.interrupted;
    default:
      return EXIT.failure;
  }
}

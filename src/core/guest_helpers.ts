/**
 * The functions that every sandbox gives to guest code, as data: the prompt documents them, the
 * signature check reserves their names, the driver defines them.
 *
 * @module
 */

/** A function defined in the guest. */
export interface GuestHelper {
  /** Its name. */
  readonly name: string;
  /** Its Python signature, as a planner should read it. */
  readonly signature: string;
  /** What it does, in one line. */
  readonly summary: string;
}

/** Functions written in Python by the driver, in the order in which they are documented. */
export const GUEST_HELPERS: readonly GuestHelper[] = [];

/** Names that neither an input, an output nor a host tool may take. */
export const RESERVED_NAMES: readonly string[] = [
  "SUBMIT",
  "llm_query",
  "llm_query_batched",
  "print",
  ...GUEST_HELPERS.map((helper) => helper.name),
];

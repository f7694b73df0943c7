/**
 * What the response cache may do, and the variable that says so.
 *
 * @module
 */

/** The modes: `read` keeps nothing new. */
export const CACHE_MODES: readonly string[] = ["off", "read", "on"];

/** Variable that gives the mode when `--cache` is left out. */
export const CACHE_VARIABLE = "FLEET_RLM_CACHE";

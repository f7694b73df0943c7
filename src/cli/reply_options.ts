/**
 * Options about the replies of models: what they cost, and whether they are kept.
 *
 * @module
 */

import { CACHE_MODES, CACHE_VARIABLE } from "../config/cache_mode.ts";
import type { OptionSpec } from "./option_spec.ts";

/** The options, in the order of help. */
export const REPLY_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "choice",
    name: "cache",
    project: "set",
    section: "Model",
    choices: CACHE_MODES,
    placeholder: CACHE_MODES.join("|"),
    help: "Answer sub-queries that were asked before from the cache (read), and keep new answers " +
      "as well (on); the same question then always has the same answer",
    env: CACHE_VARIABLE,
    defaultText: "off",
  },
  {
    kind: "flag",
    name: "cache-planner",
    project: "set",
    section: "Model",
    help: "Let --cache serve the planner too",
  },
  {
    kind: "repeated",
    name: "price",
    section: "Model",
    placeholder: "[MODEL=]IN,OUT[,CACHED]",
    help: "Price in US dollars per million tokens, for MODEL or for every model; wins over the " +
      "built-in list",
  },
];

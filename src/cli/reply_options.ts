/**
 * Options about the replies of models: what they cost, and whether they are kept.
 *
 * @module
 */

import type { OptionSpec } from "./option_spec.ts";

/** What the response cache may do. */
export const CACHE_CHOICES: readonly string[] = ["off", "read", "on"];

/** Variable that gives `--cache` when it is left out. */
export const CACHE_VARIABLE = "FLEET_RLM_CACHE";

/** The options, in the order of help. */
export const REPLY_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "choice",
    name: "cache",
    section: "Model",
    choices: CACHE_CHOICES,
    placeholder: CACHE_CHOICES.join("|"),
    help: "Answer sub-queries that were asked before from the cache (read), and keep new answers " +
      "as well (on); the same question then always has the same answer",
    env: CACHE_VARIABLE,
    defaultText: "off",
  },
  {
    kind: "flag",
    name: "cache-planner",
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

/**
 * Tokens and cost of an event as a page shows them. Pure.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { countOf, numberOf, objectOf, optional, own } from "./event_fields.ts";
import type { ShownUsage } from "./page_data.ts";

/** The field `usage` of an object; `undefined` when there is none. */
export function showUsage(object: JsonObject): ShownUsage | undefined {
  if (own(object, "usage") === undefined) return undefined;
  const usage = objectOf(object, "usage");
  return {
    input: countOf(usage, "inputTokens"),
    output: countOf(usage, "outputTokens"),
    cached: countOf(usage, "cachedTokens"),
    ...optional("costUsd", numberOf(usage, "costUsd")),
    ...(countOf(usage, "unpricedCalls") > 0 ? { isPartlyUnpriced: true } : {}),
    ...(countOf(usage, "estimatedCalls") > 0 ? { isEstimated: true } : {}),
  };
}

/**
 * A host whose runs share one bound on model calls. Each run has a bound of its own besides.
 *
 * @module
 */

import { createAdaptiveLimiter } from "../lm/adaptive_limiter.ts";
import { withLimiter } from "../lm/with_limiter.ts";
import type { RunHost } from "./run_host.ts";

/** The host; at most `max` model calls of all its runs together are under way at once. */
export function limitHost(host: RunHost, max: number): RunHost {
  const limiter = createAdaptiveLimiter(max);
  return {
    ...host,
    models: async (choice) => {
      const { planner, price, subModel } = await host.models(choice);
      const limited = withLimiter(planner, limiter);
      return {
        planner: limited,
        subModel: subModel === planner ? limited : withLimiter(subModel, limiter),
        price,
      };
    },
  };
}

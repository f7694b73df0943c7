/**
 * A model whose calls go through a limiter that others share. Each run bounds its own calls; this
 * bounds those of many runs together.
 *
 * @module
 */

import { type LanguageModel, wrapModel } from "../core/lm.ts";
import type { Limiter } from "./limiter.ts";

/** The model; a call waits for its place, and takes up its caller's signal and throttle. */
export function withLimiter(model: LanguageModel, limiter: Limiter): LanguageModel {
  return wrapModel(
    model,
    (messages, options = {}) =>
      limiter.run((place) =>
        model.generate(messages, {
          ...options,
          onThrottle: () => {
            place.throttle();
            options.onThrottle?.();
          },
        }), options.signal),
  );
}

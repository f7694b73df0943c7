/**
 * Adds to every reply of a model what it cost, or the mark that this is not known.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import {
  type Completion,
  type GenerateOptions,
  type LanguageModel,
  type Message,
  NO_USAGE,
  type Usage,
  wrapModel,
} from "../core/lm.ts";
import type { PriceCall } from "./price.ts";
import { withUsage } from "./with_usage.ts";

/**
 * The same model, each reply with its cost, and each failure that took tokens. What the provider
 * itself said it cost stands.
 */
export function withCost(model: LanguageModel, price: PriceCall): LanguageModel {
  function priced(usage: Usage): Usage {
    if (usage.costUsd !== undefined) return usage;
    // A reply without tokens is one whose provider did not say how many it took.
    const costUsd = hasTokens(usage) ? price(model.id, usage) : undefined;
    return costUsd === undefined ? { ...usage, unpricedCalls: 1 } : { ...usage, costUsd };
  }

  async function generate(
    messages: readonly Message[],
    call?: GenerateOptions,
  ): Promise<Completion> {
    try {
      const completion = await model.generate(messages, call);
      return { ...completion, usage: priced(completion.usage) };
    } catch (error) {
      if (!(error instanceof FleetError) || !hasTokens(error.usage ?? NO_USAGE)) throw error;
      throw withUsage(error, priced(error.usage ?? NO_USAGE));
    }
  }

  return wrapModel(model, generate);
}

function hasTokens({ inputTokens, outputTokens }: Usage): boolean {
  return inputTokens + outputTokens > 0;
}

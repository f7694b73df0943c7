/**
 * Adds to every reply of a model what it cost, or the mark that this is not known.
 *
 * @module
 */

import type { Completion, GenerateOptions, LanguageModel, Message, Usage } from "../core/lm.ts";
import type { PriceCall } from "./price.ts";

/** The same model, each reply with its cost. What the provider itself said it cost stands. */
export function withCost(model: LanguageModel, price: PriceCall): LanguageModel {
  function priced(usage: Usage): Usage {
    if (usage.costUsd !== undefined) return usage;
    // A reply without tokens is one whose provider did not say how many it took.
    const isCounted = usage.inputTokens + usage.outputTokens > 0;
    const costUsd = isCounted ? price(model.id, usage) : undefined;
    return costUsd === undefined ? { ...usage, unpricedCalls: 1 } : { ...usage, costUsd };
  }

  async function generate(
    messages: readonly Message[],
    call?: GenerateOptions,
  ): Promise<Completion> {
    const completion = await model.generate(messages, call);
    return { ...completion, usage: priced(completion.usage) };
  }

  return { id: model.id, generate };
}

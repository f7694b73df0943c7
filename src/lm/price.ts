/**
 * What model calls cost. Pure: a price, a table of prices, and the sum for one call. What is not known
 * stays unknown; nothing is guessed.
 *
 * @module
 */

import type { Usage } from "../core/lm.ts";
import { canonicalModelName } from "./model_name.ts";
import { PRICES } from "./price_table.ts";

/** Price of a model, US dollars per million tokens. */
export interface ModelPrice {
  /** Prompt tokens. */
  readonly input: number;
  /** Completion tokens, reasoning included. */
  readonly output: number;
  /** Prompt tokens that the provider had in its cache; not known when left out. */
  readonly cached?: number;
  /** Longest prompt for which this holds, tokens; beyond it the price is not known. */
  readonly upToInputTokens?: number;
  /** Day on which it was found in the provider's documentation, such as `2026-10-24`. */
  readonly asOf?: string;
}

/** Prices by model, `provider/model`; `*` stands for every model. */
export type PriceTable = Readonly<Record<string, ModelPrice>>;

/** The cost of a call in US dollars; `undefined` when it is not known. */
export type PriceCall = (model: string, usage: Usage) => number | undefined;

/** Key of a table that stands for every model. */
export const ANY_MODEL = "*";

const TOKENS_PER_PRICE = 1_000_000;

/** The price of a model: its own row, else that of the model of which it is a dated version. */
export function findPrice(modelId: string, prices: PriceTable = PRICES): ModelPrice | undefined {
  const name = canonicalModelName(modelId);
  const undated = name.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, "");
  const key = [name, undated, ANY_MODEL].find((each) => Object.hasOwn(prices, each));
  return key === undefined ? undefined : prices[key];
}

/**
 * What a call cost in US dollars, or `undefined` when the price is not known, or the prompt was longer
 * than the price holds for. No tokens cost nothing: whether they were reported is for the caller to
 * tell.
 */
export function costOf(
  modelId: string,
  usage: Usage,
  prices: PriceTable = PRICES,
): number | undefined {
  const price = findPrice(modelId, prices);
  const { inputTokens, outputTokens } = usage;
  if (price === undefined) return undefined;
  if (inputTokens > (price.upToInputTokens ?? Infinity)) return undefined;
  const cachedTokens = Math.min(usage.cachedTokens, inputTokens);
  if (cachedTokens > 0 && price.cached === undefined) return undefined;
  const total = (inputTokens - cachedTokens) * price.input +
    cachedTokens * (price.cached ?? 0) + outputTokens * price.output;
  return total / TOKENS_PER_PRICE;
}

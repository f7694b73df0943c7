/**
 * List prices of well-known models as data, US dollars per million tokens, each with the day on which
 * it was found in the provider's documentation. Nothing is derived.
 *
 * Left out on purpose: models that charge for writing to their prompt cache (OpenAI's from GPT-6 on),
 * since replies do not say how much was written; prices that change with the hour (DeepSeek) or end on
 * a day. `--price` says what this table does not.
 *
 * Sources: developers.openai.com/api/docs/pricing, platform.claude.com/docs/en/about-claude/pricing,
 * ai.google.dev/gemini-api/docs/pricing.
 *
 * @module
 */

import type { ModelPrice } from "./price.ts";

type Row = readonly [model: string, input: number, cached: number | undefined, output: number];

/** Longest prompt of OpenAI's short-context prices, tokens. */
const OPENAI_SHORT = 272_000;

/** The prices by `provider/model`. */
export const PRICES: Readonly<Record<string, ModelPrice>> = {
  ...rows("openai", "2026-08-27", OPENAI_SHORT, [
    ["gpt-5.6-terra", 2, 0.2, 12],
    ["gpt-5.6-luna", 0.2, 0.02, 1.2],
  ]),
  ...rows("openai", "2026-06-04", OPENAI_SHORT, [
    ["gpt-5.5", 5, 0.5, 30],
    ["gpt-5.4", 2.5, 0.25, 15],
    ["gpt-5.4-mini", 0.75, 0.075, 4.5],
    ["gpt-5.4-nano", 0.2, 0.02, 1.25],
  ]),
  ...rows("openai", "2025-11-13", undefined, [
    ["gpt-5.1", 1.25, 0.125, 10],
    ["gpt-5", 1.25, 0.125, 10],
    ["gpt-5-mini", 0.25, 0.025, 2],
    ["gpt-5-nano", 0.05, 0.005, 0.4],
  ]),
  ...rows("openai", "2025-07-04", undefined, [
    ["gpt-4.1", 2, 0.5, 8],
    ["gpt-4.1-mini", 0.4, 0.1, 1.6],
    ["gpt-4.1-nano", 0.1, 0.025, 0.4],
    ["gpt-4o", 2.5, 1.25, 10],
    ["gpt-4o-mini", 0.15, 0.075, 0.6],
  ]),
  ...rows("anthropic", "2026-10-24", undefined, [
    ["claude-fable-5-1", 10, 0.25, 50],
    ["claude-opus-5-5", 4, 0.2, 20],
    ["claude-opus-5", 5, 0.5, 25],
    ["claude-opus-4-8", 5, 0.5, 25],
    ["claude-opus-4-7", 5, 0.5, 25],
    ["claude-opus-4-6", 5, 0.5, 25],
    ["claude-opus-4-5", 5, 0.5, 25],
    ["claude-sonnet-5-5", 2, 0.1, 10],
    ["claude-sonnet-5", 2, 0.2, 10],
    ["claude-sonnet-4-6", 3, 0.3, 15],
    ["claude-sonnet-4-5", 3, 0.3, 15],
    ["claude-haiku-4-5", 1, 0.1, 5],
  ]),
  ...rows("anthropic", "2026-10-24", 100_000, [["claude-haiku-5-5", 0.1, 0.01, 0.5]]),
  ...rows("google", "2026-10-07", undefined, [
    ["gemini-3.5-flash", 1.5, undefined, 9],
    ["gemini-3.5-flash-lite", 0.3, undefined, 2.5],
  ]),
  ...rows("google", "2026-10-07", 200_000, [["gemini-3.1-pro-preview", 2, undefined, 12]]),
};

function rows(
  ...[provider, asOf, upToInputTokens, models]: [
    provider: string,
    asOf: string,
    upToInputTokens: number | undefined,
    models: readonly Row[],
  ]
): Record<string, ModelPrice> {
  const entries = models.map(([model, input, cached, output]) => {
    const price: ModelPrice = {
      input,
      output,
      ...(cached === undefined ? {} : { cached }),
      ...(upToInputTokens === undefined ? {} : { upToInputTokens }),
      asOf,
    };
    return [`${provider}/${model}`, price];
  });
  return Object.fromEntries(entries);
}

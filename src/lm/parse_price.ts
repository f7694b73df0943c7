/**
 * Reads prices as a user writes them: `IN,OUT[,CACHED]` in US dollars per million tokens, for every
 * model of the run, or for one with `MODEL=` before it. Pure.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import { canonicalModelName } from "./model_name.ts";
import { ANY_MODEL, type ModelPrice, type PriceTable } from "./price.ts";

const EXAMPLE = "Write it as IN,OUT or IN,OUT,CACHED in US dollars per million tokens, such as " +
  "1.25,10,0.125, with MODEL= before it for one model alone";

/**
 * Reads the prices; a later one wins over an earlier one for the same model. Without a third number
 * cached tokens cost what others do.
 *
 * @throws {UsageError} for a text that is no price.
 */
export function parsePrices(texts: readonly string[]): PriceTable {
  return Object.fromEntries(texts.map((text) => {
    const split = text.lastIndexOf("=");
    const model = split < 0 ? ANY_MODEL : canonicalModelName(text.slice(0, split));
    if (model === "") throw refuse(text, "the model is missing");
    return [model, parsePrice(text.slice(split + 1), text)];
  }));
}

function parsePrice(numbers: string, text: string): ModelPrice {
  const parts = numbers.split(",").map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3) throw refuse(text, "two or three numbers are needed");
  const wrong = parts.find((part) => !/^(\d+\.?\d*|\.\d+)$/.test(part));
  if (wrong !== undefined) throw refuse(text, `"${wrong}" is not a number of at least 0`);
  const [input = 0, output = 0, cached = input] = parts.map(Number);
  return { input, output, cached };
}

function refuse(text: string, why: string): UsageError {
  return new UsageError(`Cannot use "${text}" for --price: ${why}`, { hint: EXAMPLE });
}

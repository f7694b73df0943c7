/**
 * How many tokens a text takes, about: a token for every four characters. Pure.
 *
 * @module
 */

import { type AssetTree, frontOf } from "./asset_tree.ts";

const CHARS_PER_TOKEN = 4;

/** About how many tokens a text takes. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}

/** About how many tokens the assets take in every session, whether they are used or not. */
export function estimateAlwaysOn({ agents, skills }: AssetTree): number {
  let total = 0;
  for (const page of [...skills, ...agents]) {
    const fields = frontOf(page)?.fields ?? {};
    if (fields["disable-model-invocation"] === true) continue;
    const shown = [fields.name ?? page.name, fields.description, fields.when_to_use];
    total += estimateTokens(shown.filter((each) => typeof each === "string").join(" "));
  }
  return total;
}

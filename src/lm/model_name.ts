/**
 * A model's name in its two parts, `provider/model` as LiteLLM writes it. Pure.
 *
 * @module
 */

import { DEFAULT_PROVIDER, findProvider } from "./providers.ts";

/** The parts of a name. */
export interface ModelName {
  /** The provider as it was written. */
  readonly provider: string;
  /** The model as the provider calls it. */
  readonly model: string;
}

/** Splits a name at its first slash; a bare name means OpenAI. `undefined` when a part is missing. */
export function splitModelName(id: string): ModelName | undefined {
  const slash = id.indexOf("/");
  const provider = slash < 0 ? DEFAULT_PROVIDER : id.slice(0, slash).trim();
  const model = id.slice(slash + 1).trim();
  const isProviderAlone = slash < 0 && findProvider(model) !== undefined;
  return provider === "" || model === "" || isProviderAlone ? undefined : { provider, model };
}

/** A name in its one form, aliases of the provider resolved: `gpt-4o` is `openai/gpt-4o`. */
export function canonicalModelName(id: string): string {
  const name = splitModelName(id);
  if (name === undefined) return id.trim();
  return `${findProvider(name.provider)?.name ?? name.provider}/${name.model}`;
}

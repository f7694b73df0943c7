/**
 * From the names that a user gives to the models of a run, wrapped and ready.
 *
 * The one place that knows every kind of model: `offline`, `scripted:FILE`, and `provider/model`.
 *
 * @module
 */

import type { LanguageModel } from "../core/lm.ts";
import { type Endpoint, type EndpointOptions, resolveEndpoint } from "./endpoint.ts";
import { isLocalModel, OFFLINE, SCRIPTED } from "./local_model.ts";
import { modelNotConfigured } from "./model_not_configured.ts";
import { DEFAULT_MAX_TOKENS, type ModelSettings } from "./model_settings.ts";
import { createOfflineModel } from "./offline/offline_model.ts";
import { createOpenAiModel } from "./openai_model.ts";
import { costOf, findPrice, type PriceCall } from "./price.ts";
import { withRetry } from "./retry.ts";
import { loadScriptedModel } from "./scripted.ts";
import { withTimeout } from "./timeout.ts";
import { withCache } from "./with_cache.ts";
import { withCost } from "./with_cost.ts";

/** Options of {@linkcode createModels}. */
export interface CreateModelsOptions {
  /** Name of the planner: `offline`, `scripted:FILE`, `provider/model`, or a model of OpenAI. */
  readonly planner: string;
  /**
   * Name of the model that answers sub-queries.
   * @default {planner}
   */
  readonly subModel?: string;
  /**
   * Folder that the path of a script is taken from, absolute.
   * @default {that of the process}
   */
  readonly cwd?: string;
  /** Keys, limits and the like. */
  readonly settings: ModelSettings;
}

/** The models of a run. */
export interface Models {
  /** Writes the code. */
  readonly planner: LanguageModel;
  /** Answers `llm_query()`; the planner itself unless another was named. */
  readonly subModel: LanguageModel;
  /** What a call of one of them costs. */
  readonly price: PriceCall;
}

/**
 * Creates the models of a run. Calls nobody; reads the file of a scripted model.
 *
 * @throws {FleetError} `model-not-configured` without a name or without a key that the provider
 * needs, `config-invalid` for a name, provider or base that is no good, and the errors of
 * {@linkcode loadScriptedModel}.
 */
export async function createModels(options: CreateModelsOptions): Promise<Models> {
  const { settings } = options;
  const name = options.planner.trim();
  const subName = options.subModel?.trim() || name;
  if (name === "") throw modelNotConfigured();
  const places = [findEndpoint(name, { settings })];
  if (subName !== name) places.push(findEndpoint(subName, { settings, planner: name }));
  const endpoints = places.filter((place) => place !== undefined);
  const price = createPriceCall(endpoints, settings);
  // Where no cost can ever be known there is nothing to mark either.
  const isPriced = endpoints.some((endpoint) =>
    endpoint.reportsCost || hasPrice(endpoint, settings)
  );
  const create = async (model: string, endpoint: Endpoint | undefined): Promise<LanguageModel> => {
    if (model === OFFLINE) return createOfflineModel();
    if (endpoint === undefined) {
      return await loadScriptedModel(model.slice(SCRIPTED.length), options.cwd);
    }
    return createRemoteModel(endpoint, { settings, ...(isPriced ? { price } : {}) });
  };
  const planner = await create(name, places[0]);
  const subModel = subName === name ? planner : await create(subName, places[1]);
  return { planner, subModel, price };
}

/** The endpoint of a model that has one. */
function findEndpoint(name: string, options: EndpointOptions): Endpoint | undefined {
  return isLocalModel(name) ? undefined : resolveEndpoint(name, options);
}

/** The model, wrapped from the inside out: retry, deadline, cost, cache. */
function createRemoteModel(
  endpoint: Endpoint,
  options: { readonly settings: ModelSettings; readonly price?: PriceCall },
): LanguageModel {
  const { settings, price } = options;
  const maxTokens = settings.maxTokens ?? DEFAULT_MAX_TOKENS;
  const model = createOpenAiModel(endpoint, {
    ...(maxTokens > 0 ? { maxTokens } : {}),
    ...(settings.stream === undefined ? {} : { streams: settings.stream }),
  });
  const patient = withRetry(model, {
    ...(settings.maxAttempts === undefined ? {} : { maxAttempts: settings.maxAttempts }),
    ...(settings.onRetry === undefined ? {} : { onRetry: settings.onRetry }),
  });
  const bounded = withTimeout(
    patient,
    settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs },
  );
  const priced = price === undefined ? bounded : withCost(bounded, price);
  if (settings.cache === undefined) return priced;
  return withCache(priced, {
    store: settings.cache,
    scope: [endpoint.baseUrl, JSON.stringify(endpoint.query), endpoint.model, String(maxTokens)],
    ...(settings.cachesPlanner === undefined ? {} : { cachesPlanner: settings.cachesPlanner }),
  });
}

/** The user's prices, then list prices where a model is at its own provider. */
function createPriceCall(endpoints: readonly Endpoint[], settings: ModelSettings): PriceCall {
  const own = new Set(endpoints.filter((each) => each.isProvidersOwn).map((each) => each.id));
  return (model, usage) => {
    const given = settings.prices;
    if (given !== undefined && findPrice(model, given)) return costOf(model, usage, given);
    return own.has(model) ? costOf(model, usage) : undefined;
  };
}

function hasPrice({ id, isProvidersOwn }: Endpoint, { prices }: ModelSettings): boolean {
  const isGiven = prices !== undefined && findPrice(id, prices) !== undefined;
  return isGiven || (isProvidersOwn && findPrice(id) !== undefined);
}

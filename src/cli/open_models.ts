/**
 * The models of a run as the command line, the environment and the `.env` file say, with the response
 * cache when it is wanted.
 *
 * @module
 */

import { cacheFolder, replyCachePath } from "../config/cache_folder.ts";
import { userPlaces } from "../config/user_places.ts";
import { type Config, requireSettings } from "../config/config.ts";
import { SCRIPTED } from "../lm/local_model.ts";
import { createModels, type Models } from "../lm/create_models.ts";
import type { ModelChoice } from "../jobs/run_host.ts";
import type { ModelSettings } from "../lm/model_settings.ts";
import { modelNotConfigured } from "../lm/model_not_configured.ts";
import { parsePrices } from "../lm/parse_price.ts";
import type { RetryNotice } from "../lm/retry.ts";
import { type CacheMode, openReplyCache, type ReplyCache } from "../lm/reply_cache.ts";
import type { CommandContext } from "./command_spec.ts";

/** Where models come from; close it to have the cache closed. */
export interface ModelSource extends Disposable {
  /**
   * The models of these names, or those configured; the same names give the same ones, but for a
   * script, which every run plays from its beginning.
   */
  open(choice?: ModelChoice): Promise<Models>;
}

/** How models are opened. */
export interface OpenModelsOptions {
  /**
   * Whether the command cannot go without configured models; otherwise every run may name its own.
   * @default {true}
   */
  readonly isRequired?: boolean;
}

/**
 * Opens the source and makes the configured models; calls nobody.
 * @throws {FleetError} `model-not-configured`, `config-invalid`, or what is wrong with a script.
 * @throws {UsageError} for a price that is none.
 */
export async function openModels(
  context: CommandContext,
  config: Config,
  { isRequired = true }: OpenModelsOptions = {},
): Promise<ModelSource> {
  requireSettings(config, ["model", "subModel", "apiKey", "apiBase", "maxTokens"]);
  const { args, cwd } = context;
  const configured = config.model.value;
  if (configured === undefined && isRequired) throw modelNotConfigured();
  const settings = modelSettings(context, config);
  const mode = cacheMode(config);
  const cache = mode === undefined ? undefined : await openCache(context, mode);
  const made = new Map<string, Promise<Models>>();
  const open = async ({ model = configured, subModel }: ModelChoice = {}): Promise<Models> => {
    if (model === undefined) throw modelNotConfigured();
    const sub = subModel ?? (model === configured ? config.subModel.value : undefined);
    const names = JSON.stringify([model, sub]);
    const models = made.get(names) ?? createModels({
      planner: model,
      cwd,
      ...(sub === undefined ? {} : { subModel: sub }),
      settings: cache === undefined
        ? settings
        : { ...settings, cache, cachesPlanner: args.flag("cache-planner") },
    });
    const isPlayed = [model, sub].some((name) => name?.startsWith(SCRIPTED));
    if (!isPlayed) made.set(names, models);
    models.catch(() => made.delete(names));
    return await models;
  };
  try {
    if (configured !== undefined) await open();
    return { open, [Symbol.dispose]: () => cache?.[Symbol.dispose]() };
  } catch (error) {
    cache?.[Symbol.dispose]();
    throw error;
  }
}

function modelSettings({ args, terminal }: CommandContext, config: Config): ModelSettings {
  const { apiKey, apiBase, maxTokens, lookup } = config;
  const prices = args.list("price");
  return {
    ...(apiKey.value === undefined ? {} : { apiKey: apiKey.value }),
    ...(apiBase.value === undefined ? {} : { apiBase: apiBase.value }),
    ...(prices.length === 0 ? {} : { prices: parsePrices(prices) }),
    maxTokens: maxTokens.value,
    lookup,
    onRetry: ({ model, message, waitMs, attempt }: RetryNotice): void => {
      if (args.flag("quiet")) return;
      const wait = (waitMs / 1000).toFixed(1);
      terminal.err(`Retry ${attempt} of ${model} in ${wait} s: ${message}\n`);
    },
  };
}

function openCache({ env, terminal }: CommandContext, mode: CacheMode): Promise<ReplyCache> {
  const folder = cacheFolder(userPlaces(env));
  return openReplyCache(replyCachePath(folder), {
    mode,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
  });
}

/** What the cache may do; `undefined` when it is not wanted. */
function cacheMode(config: Config): CacheMode | undefined {
  requireSettings(config, ["cache"]);
  const said = config.cache.value;
  return said === "read" || said === "on" ? said : undefined;
}

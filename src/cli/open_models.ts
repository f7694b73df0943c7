/**
 * The models of a run as the command line, the environment and the `.env` file say, with the response
 * cache when it is wanted.
 *
 * @module
 */

import { homedir } from "node:os";
import { cacheFolder, replyCachePath } from "../config/cache_folder.ts";
import { type Config, requireSettings } from "../config/config.ts";
import { FleetError } from "../core/errors.ts";
import { createModels, type Models } from "../lm/create_models.ts";
import { modelNotConfigured } from "../lm/model_not_configured.ts";
import { parsePrices } from "../lm/parse_price.ts";
import type { RetryNotice } from "../lm/retry.ts";
import { type CacheMode, openReplyCache, type ReplyCache } from "../lm/reply_cache.ts";
import type { CommandContext } from "./command_spec.ts";
import { CACHE_CHOICES, CACHE_VARIABLE } from "./reply_options.ts";

/** Models that are open; close them to have the cache closed. */
export interface OpenModels extends Models, Disposable {}

/**
 * Makes the models; calls nobody.
 * @throws {FleetError} `model-not-configured`, `config-invalid`, or what is wrong with a script.
 * @throws {UsageError} for a price that is none.
 */
export async function openModels(context: CommandContext, config: Config): Promise<OpenModels> {
  requireSettings(config, ["model", "subModel", "apiKey", "apiBase", "maxTokens"]);
  const { args, terminal } = context;
  const { model, subModel, apiKey, apiBase, maxTokens, lookup } = config;
  if (model.value === undefined) throw modelNotConfigured();
  const prices = args.list("price");
  const settings = {
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
  const mode = cacheMode(context, config);
  const cache = mode === undefined ? undefined : await openCache(context, mode);
  try {
    const models = await createModels({
      planner: model.value,
      ...(subModel.value === undefined ? {} : { subModel: subModel.value }),
      settings: cache === undefined
        ? settings
        : { ...settings, cache, cachesPlanner: args.flag("cache-planner") },
    });
    return { ...models, [Symbol.dispose]: () => cache?.[Symbol.dispose]() };
  } catch (error) {
    cache?.[Symbol.dispose]();
    throw error;
  }
}

function openCache({ env, terminal }: CommandContext, mode: CacheMode): Promise<ReplyCache> {
  const folder = cacheFolder({ env, os: Deno.build.os, home: homedir() });
  return openReplyCache(replyCachePath(folder), {
    mode,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
  });
}

/** What the cache may do; `undefined` when it is not wanted. */
function cacheMode({ args }: CommandContext, config: Config): CacheMode | undefined {
  const said = args.text("cache") ?? (config.lookup(CACHE_VARIABLE)?.trim() || "off");
  if (!CACHE_CHOICES.includes(said)) {
    throw new FleetError("config-invalid", `Cannot use ${CACHE_VARIABLE}: "${said}" is no mode`, {
      hint: `Set it to ${CACHE_CHOICES.join(", ")}, or remove it`,
    });
  }
  return said === "read" || said === "on" ? said : undefined;
}

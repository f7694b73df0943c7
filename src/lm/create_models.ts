/**
 * From the names that a user gives to the models of a run, wrapped and ready.
 *
 * The one place that knows every kind of model: `offline`, `scripted:FILE`, and `provider/model`.
 *
 * @module
 */

import type { LanguageModel } from "../core/lm.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { modelNotConfigured } from "./model_not_configured.ts";
import type { ModelSettings } from "./model_settings.ts";
import { createOfflineModel } from "./offline/offline_model.ts";
import { createOpenAiModel } from "./openai_model.ts";
import { withRetry } from "./retry.ts";
import { loadScriptedModel } from "./scripted.ts";
import { withTimeout } from "./timeout.ts";

/** Options of {@linkcode createModels}. */
export interface CreateModelsOptions {
  /** Name of the planner: `offline`, `scripted:FILE`, `provider/model`, or a model of OpenAI. */
  readonly planner: string;
  /**
   * Name of the model that answers sub-queries.
   * @default {planner}
   */
  readonly subModel?: string;
  /** Keys, limits and the like. */
  readonly settings: ModelSettings;
}

/** The models of a run. */
export interface Models {
  /** Writes the code. */
  readonly planner: LanguageModel;
  /** Answers `llm_query()`; the planner itself unless another was named. */
  readonly subModel: LanguageModel;
}

const DEFAULT_MAX_TOKENS = 16_000;
const SCRIPTED = "scripted:";

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
  const planner = await createModel(name, settings);
  if (subName === name) return { planner, subModel: planner };
  return { planner, subModel: await createModel(subName, settings, name) };
}

async function createModel(
  name: string,
  settings: ModelSettings,
  planner?: string,
): Promise<LanguageModel> {
  if (name === "offline") return createOfflineModel();
  if (name.startsWith(SCRIPTED)) return await loadScriptedModel(name.slice(SCRIPTED.length));
  const endpoint = resolveEndpoint(name, {
    settings,
    ...(planner === undefined ? {} : { planner }),
  });
  const maxTokens = settings.maxTokens ?? DEFAULT_MAX_TOKENS;
  const model = createOpenAiModel(endpoint, maxTokens > 0 ? { maxTokens } : {});
  const patient = withRetry(model, {
    ...(settings.maxAttempts === undefined ? {} : { maxAttempts: settings.maxAttempts }),
    ...(settings.onRetry === undefined ? {} : { onRetry: settings.onRetry }),
  });
  return withTimeout(
    patient,
    settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs },
  );
}

/**
 * The checks of `doctor` on the models: where they are, whether there is a key, and with `--live`
 * whether they answer.
 *
 * @module
 */

import { type Config, requireSettings } from "../../config/config.ts";
import type { DiagnosticCheck, Finding } from "../../core/diagnosis.ts";
import { FleetError } from "../../core/errors.ts";
import { type LanguageModel, NO_USAGE } from "../../core/lm.ts";
import { createModels } from "../../lm/create_models.ts";
import { resolveEndpoint } from "../../lm/endpoint.ts";
import { isLocalModel, OFFLINE } from "../../lm/local_model.ts";
import { modelNotConfigured } from "../../lm/model_not_configured.ts";
import type { ModelSettings } from "../../lm/model_settings.ts";

/** What is looked at, and how closely. */
export interface ModelCheckOptions {
  /** The settings in force. */
  readonly config: Config;
  /** Whether each model is asked something. */
  readonly isLive: boolean;
  /** Aborted when the user wants the end, or time is up. */
  readonly signal: AbortSignal;
}

/** What a model is asked: as little as it can be. */
const QUESTION = "Reply with the one word OK.";

/** Most tokens of the answer: room for models that think before they say one word. */
const ANSWER_TOKENS = 512;

/** The checks, in order. */
export function modelChecks(options: ModelCheckOptions): readonly DiagnosticCheck[] {
  const { config, isLive } = options;
  const { model, subModel } = config;
  const hasOther = subModel.value !== undefined && subModel.value !== model.value;
  return [
    {
      name: "model.planner",
      title: "Planner",
      run: () => Promise.resolve(locate(config, model.value)),
    },
    ...(hasOther
      ? [{
        name: "model.sub-model",
        title: "Sub-model",
        run: () => Promise.resolve(locate(config, subModel.value, model.value)),
      }]
      : []),
    ...(isLive
      ? [{
        name: "model.planner-call",
        title: "Call of the planner",
        run: () => ask(options, (models) => models.planner),
      }]
      : []),
    ...(isLive && hasOther
      ? [{
        name: "model.sub-model-call",
        title: "Call of the sub-model",
        run: () => ask(options, (models) => models.subModel),
      }]
      : []),
  ];
}

/** Where a model is and whether its key was found; throws what is wrong with it. */
function locate(config: Config, id: string | undefined, planner?: string): Finding {
  requireSettings(config, ["model", "subModel", "apiKey", "apiBase", "maxTokens"]);
  if (id === undefined) throw modelNotConfigured();
  if (id === OFFLINE) {
    return { status: "ok", message: "offline, which is no language model and needs no key" };
  }
  if (isLocalModel(id)) {
    return { status: "ok", message: `${id}, replies from a file` };
  }
  const { baseUrl, apiKey } = resolveEndpoint(id, {
    settings: modelSettings(config),
    ...(planner === undefined ? {} : { planner }),
  });
  const hasKey = apiKey !== undefined;
  return {
    status: "ok",
    message: `${id} at ${baseUrl}, ${hasKey ? "key found" : "without a key"}`,
    details: { model: id, base_url: baseUrl, key_found: hasKey },
  };
}

async function ask(
  { config, signal }: ModelCheckOptions,
  choose: (
    models: { readonly planner: LanguageModel; readonly subModel: LanguageModel },
  ) => LanguageModel,
): Promise<Finding> {
  const { model, subModel } = config;
  requireSettings(config, ["model", "subModel", "apiKey", "apiBase", "maxTokens"]);
  if (model.value === undefined) return { status: "skipped", message: "there is no planner" };
  const models = await createModels({
    planner: model.value,
    ...(subModel.value === undefined ? {} : { subModel: subModel.value }),
    settings: { ...modelSettings(config), maxAttempts: 1, stream: false },
  });
  const asked = choose(models);
  if (isLocalModel(asked.id)) {
    return { status: "skipped", message: `${asked.id} calls nobody` };
  }
  const startedAt = performance.now();
  let usage = NO_USAGE;
  try {
    const messages = [{ role: "user", content: QUESTION }] as const;
    ({ usage } = await asked.generate(messages, { signal, maxOutputTokens: ANSWER_TOKENS }));
  } catch (error) {
    if (!(error instanceof FleetError) || error.code !== "model-reply-invalid") throw error;
    return {
      status: "warning",
      message: error.message,
      hint: "The server was reached; a run may still go well, or name another model",
    };
  }
  const ms = Math.round(performance.now() - startedAt);
  return {
    status: "ok",
    message: `answered in ${ms} ms, ${usage.inputTokens} + ${usage.outputTokens} tokens`,
    details: { ms, input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
  };
}

function modelSettings({ apiKey, apiBase, lookup }: Config): ModelSettings {
  return {
    ...(apiKey.value === undefined ? {} : { apiKey: apiKey.value }),
    ...(apiBase.value === undefined ? {} : { apiBase: apiBase.value }),
    lookup,
  };
}

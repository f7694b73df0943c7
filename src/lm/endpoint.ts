/**
 * From a model's name and the settings to the endpoint that serves it: base URL, name sent, key.
 *
 * Decides who gets which key, so this is the place that keeps a key from reaching a stranger. Pure;
 * nothing is called.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { modelNotConfigured } from "./model_not_configured.ts";
import type { ModelSettings } from "./model_settings.ts";
import { DEFAULT_PROVIDER, findProvider, PROVIDERS } from "./providers.ts";

/** Where a model is and how it is asked. */
export interface Endpoint {
  /** The model as the user names it. */
  readonly id: string;
  /** Name that is sent to the provider. */
  readonly model: string;
  /** Provider's name as the user wrote it. */
  readonly provider: string;
  /** Base URL, without a trailing slash. */
  readonly baseUrl: string;
  /** Key to send; none for servers that need none. */
  readonly apiKey?: string;
  /** Variables where a user may look when the key is wrong. */
  readonly keyVariables: readonly string[];
  /** Name of the field that bounds the reply's length. */
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
}

/** Options of {@linkcode resolveEndpoint}. */
export interface EndpointOptions {
  /** The settings of the run. */
  readonly settings: ModelSettings;
  /**
   * The planner's name when the endpoint is for a sub-model. At another provider, without a base URL
   * of its own, the sub-model does not get the planner's key.
   */
  readonly planner?: string;
}

/** OpenAI's families that reason before they answer, by the start of their names. */
const REASONING_FAMILY = /^(o[1345]|gpt-5(?!(\.\d+)?-chat))(?![a-z0-9])/;

/**
 * Resolves `provider/model`, or a bare `model` of OpenAI.
 *
 * @throws {FleetError} `config-invalid` for a name that cannot be read, an unknown provider or a bad
 * base URL; `model-not-configured` when the provider needs a key and there is none.
 */
export function resolveEndpoint(id: string, options: EndpointOptions): Endpoint {
  const { settings, planner } = options;
  const name = splitName(id);
  const known = findProvider(name.provider);
  const apiBase = settings.apiBase?.trim() || undefined;
  if (known === undefined && apiBase === undefined) throw unknownProvider(name.provider, id);
  const baseUrl = readBase(apiBase ?? known?.baseUrl ?? "");

  const ownVariables = known?.keyVariables ?? [];
  const sharesKey = apiBase !== undefined || planner === undefined ||
    sameProvider(name.provider, splitName(planner).provider);
  // Keyless local servers never get a provider's key by chance: only one that was given outright.
  const apiKey = (sharesKey ? settings.apiKey?.trim() : undefined) ||
    firstSet(apiBase === undefined ? ownVariables : [], settings);
  if (!apiKey && apiBase === undefined && ownVariables.length > 0) {
    throw missingKey(id, ownVariables, planner !== undefined);
  }
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new FleetError("config-invalid", `Cannot use the API key for '${id}': not plain ASCII`, {
      hint: "Copy it again, without spaces or line breaks",
    });
  }
  const quirk = known?.reasoningQuirk === true && REASONING_FAMILY.test(name.model);
  return {
    id,
    ...name,
    baseUrl,
    ...(apiKey ? { apiKey } : {}),
    keyVariables: [...(sharesKey ? ["DSPY_LLM_API_KEY", "DSPY_LM_API_KEY"] : []), ...ownVariables],
    maxTokensField: quirk ? "max_completion_tokens" : "max_tokens",
  };
}

function splitName(id: string): { readonly provider: string; readonly model: string } {
  const slash = id.indexOf("/");
  const provider = slash < 0 ? DEFAULT_PROVIDER : id.slice(0, slash).trim();
  const model = id.slice(slash + 1).trim();
  if (provider === "" || model === "" || (slash < 0 && findProvider(model) !== undefined)) {
    throw new FleetError("config-invalid", `Cannot read model '${id}': provider or model missing`, {
      hint: "Write it as 'provider/model', such as 'openai/gpt-5'",
    });
  }
  return { provider, model };
}

function sameProvider(a: string, b: string): boolean {
  return (findProvider(a)?.name ?? a) === (findProvider(b)?.name ?? b);
}

function readBase(base: string): string {
  const url = URL.parse(base);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new FleetError("config-invalid", `Cannot read API base '${base}': not an HTTP URL`, {
      hint: "Give it with its scheme, such as 'http://localhost:8000/v1'",
    });
  }
  return base.replace(/\/+$/, "");
}

function firstSet(variables: readonly string[], settings: ModelSettings): string | undefined {
  for (const variable of variables) {
    const value = settings.lookup?.(variable)?.trim();
    if (value) return value;
  }
  return undefined;
}

function unknownProvider(provider: string, id: string): FleetError {
  const names = PROVIDERS.map((each) => each.name).join(", ");
  return new FleetError(
    "config-invalid",
    `Cannot use model '${id}': unknown provider '${provider}'`,
    {
      hint:
        `Known providers: ${names}; for any other OpenAI-compatible server name its URL with --api-base`,
    },
  );
}

function missingKey(id: string, variables: readonly string[], isSubModel: boolean): FleetError {
  if (!isSubModel) return modelNotConfigured(`no API key for '${id}'`);
  return new FleetError(
    "model-not-configured",
    `Sub-model not configured: no API key for '${id}'`,
    {
      hint: `Set ${variables.join(" or ")}; the planner's key is not sent to another provider`,
    },
  );
}

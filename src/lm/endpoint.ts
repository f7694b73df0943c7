/**
 * From a model's name and the settings to the endpoint that serves it: base URL, name sent, key.
 *
 * Decides who gets which key, so this is the place that keeps a key from reaching a stranger. Pure;
 * nothing is called.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { AZURE_VERSION_VARIABLES, locateDeployment } from "./azure_url.ts";
import { splitModelName } from "./model_name.ts";
import type { ModelSettings } from "./model_settings.ts";
import { findProvider, type Provider, PROVIDERS, SHARED_KEY_VARIABLES } from "./providers.ts";

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
  /** Added to the query of every request. */
  readonly query: Readonly<Record<string, string>>;
  /** Key to send; none for servers that need none. */
  readonly apiKey?: string;
  /** Header that carries the key. */
  readonly keyHeader: "authorization" | "api-key";
  /** Variables where a user may look when the key is wrong. */
  readonly keyVariables: readonly string[];
  /** Name of the field that bounds the reply's length. */
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  /** Whether it takes system messages. */
  readonly hasSystemRole: boolean;
  /** Whether its prompt cache needs marks where a prefix ends. */
  readonly hasCacheMarks: boolean;
  /** Whether a stream must be asked to report tokens. */
  readonly asksStreamUsage: boolean;
  /** Whether replies tell what they cost. */
  readonly reportsCost: boolean;
  /** Whether this is the provider's own interface, so that its list prices hold. */
  readonly isProvidersOwn: boolean;
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

/**
 * Resolves `provider/model`, or a bare `model` of OpenAI.
 *
 * @throws {FleetError} `config-invalid` for a name that cannot be read, an unknown provider or a bad
 * base URL; `model-not-configured` when the provider needs a key and there is none.
 */
export function resolveEndpoint(id: string, options: EndpointOptions): Endpoint {
  const { settings } = options;
  const name = readName(id);
  const known = findProvider(name.provider);
  const apiBase = settings.apiBase?.trim() || undefined;
  if (known === undefined && apiBase === undefined) throw unknownProvider(name.provider, id);
  const base = apiBase ?? firstSet(known?.baseVariables ?? [], settings) ?? known?.baseUrl;
  if (base === undefined) throw missingBase(id, known);
  const quirks = known?.quirks ?? {};
  const baseUrl = readBase(base);
  const located = quirks.isAzure
    ? locateDeployment(baseUrl, {
      deployment: name.model,
      apiVersion: firstSet(AZURE_VERSION_VARIABLES, settings),
    })
    : { baseUrl, query: {} };
  return {
    id,
    ...name,
    ...located,
    ...resolveKey(id, { ...options, known, apiBase, provider: name.provider }),
    keyHeader: quirks.isAzure ? "api-key" : "authorization",
    maxTokensField: quirks.completionTokens?.test(name.model)
      ? "max_completion_tokens"
      : "max_tokens",
    hasSystemRole: !quirks.noSystemRole?.test(name.model),
    hasCacheMarks: quirks.cacheMarks?.test(name.model) ?? false,
    asksStreamUsage: !quirks.streamsUsageUnasked,
    reportsCost: quirks.reportsCost ?? false,
    isProvidersOwn: baseUrl === known?.baseUrl,
  };
}

interface KeySearch extends EndpointOptions {
  readonly known: Provider | undefined;
  readonly apiBase: string | undefined;
  readonly provider: string;
}

/** Decides which key this endpoint gets, if any. */
function resolveKey(id: string, search: KeySearch): Pick<Endpoint, "apiKey" | "keyVariables"> {
  const { settings, planner, known, apiBase, provider } = search;
  const ownVariables = known?.keyVariables ?? [];
  const sharesKey = apiBase !== undefined || planner === undefined ||
    sameProvider(provider, readName(planner).provider);
  // A provider's own key goes to the provider alone, wherever a customer of his own has it.
  const isTrusted = apiBase === undefined || (known !== undefined && known.baseUrl === undefined);
  // Keyless local servers never get a provider's key by chance: only one that was given outright.
  const apiKey = (sharesKey ? settings.apiKey?.trim() : undefined) ||
    firstSet(isTrusted ? ownVariables : [], settings);
  if (!apiKey && isTrusted && ownVariables.length > 0) {
    throw missingKey(id, ownVariables, planner !== undefined);
  }
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new FleetError("config-invalid", `Cannot use the API key for '${id}': not plain ASCII`, {
      hint: "Copy it again, without spaces or line breaks",
    });
  }
  return {
    ...(apiKey ? { apiKey } : {}),
    keyVariables: [...(sharesKey ? SHARED_KEY_VARIABLES : []), ...ownVariables],
  };
}

function readName(id: string): { readonly provider: string; readonly model: string } {
  const name = splitModelName(id);
  if (name === undefined) {
    throw new FleetError("config-invalid", `Cannot read model '${id}': provider or model missing`, {
      hint: "Write it as 'provider/model', such as 'openai/gpt-5'",
    });
  }
  return name;
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

function missingBase(id: string, provider: Provider | undefined): FleetError {
  const variables = provider?.baseVariables.join(" or ") ?? "";
  return new FleetError("config-invalid", `Cannot use model '${id}': no API base for it`, {
    hint: `Set ${variables} to the URL of your resource, or give it with --api-base`,
  });
}

function missingKey(id: string, variables: readonly string[], isSubModel: boolean): FleetError {
  if (!isSubModel) {
    const bare = id.includes("/") ? "" : "; a name without a provider means OpenAI";
    const message = `Planner LM not configured: no API key for '${id}'`;
    return new FleetError("model-not-configured", message, {
      hint: `Set ${variables.join(" or ")}, or DSPY_LLM_API_KEY (or DSPY_LM_API_KEY) for any ` +
        `provider's${bare}`,
    });
  }
  return new FleetError(
    "model-not-configured",
    `Sub-model not configured: no API key for '${id}'`,
    {
      hint: `Set ${variables.join(" or ")}; the planner's key is not sent to another provider`,
    },
  );
}

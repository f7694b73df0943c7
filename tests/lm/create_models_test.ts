import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { type ErrorCode, FleetError } from "../../src/core/errors.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { type Endpoint, resolveEndpoint } from "../../src/lm/endpoint.ts";
import { modelNotConfigured } from "../../src/lm/model_not_configured.ts";
import type { ModelSettings } from "../../src/lm/model_settings.ts";

const VARIABLES: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: "own-openai",
  GROQ_API_KEY: "own-groq",
  TOGETHERAI_API_KEY: "own-together",
  ANTHROPIC_API_KEY: "own-anthropic",
  GEMINI_API_KEY: "own-google",
  AZURE_API_KEY: "own-azure",
  AZURE_OPENAI_ENDPOINT: "https://acme.openai.azure.com/",
};
const lookup = (name: string): string | undefined => VARIABLES[name];

const ENDPOINTS: readonly {
  readonly id: string;
  readonly settings: ModelSettings;
  readonly planner?: string;
  readonly expected: Partial<Endpoint>;
}[] = [
  {
    id: "gpt-4o",
    settings: { apiKey: "k" },
    expected: {
      provider: "openai",
      model: "gpt-4o",
      baseUrl: "https://api.openai.com/v1",
      apiKey: "k",
    },
  },
  {
    id: "openrouter/anthropic/claude-sonnet-4",
    settings: { apiKey: "k" },
    expected: { model: "anthropic/claude-sonnet-4", baseUrl: "https://openrouter.ai/api/v1" },
  },
  {
    id: "fireworks_ai/accounts/fireworks/models/x",
    settings: { apiKey: "k" },
    expected: {
      model: "accounts/fireworks/models/x",
      baseUrl: "https://api.fireworks.ai/inference/v1",
    },
  },
  { id: "groq/m", settings: { lookup }, expected: { apiKey: "own-groq" } },
  { id: "groq/m", settings: { lookup, apiKey: "k" }, expected: { apiKey: "k" } },
  { id: "groq/m", settings: { lookup, apiKey: " " }, expected: { apiKey: "own-groq" } },
  { id: "together_ai/a/b", settings: { lookup }, expected: { apiKey: "own-together" } },
  {
    id: "ollama/llama3",
    settings: { lookup },
    expected: { baseUrl: "http://localhost:11434/v1" },
  },
  { id: "lm_studio/m", settings: {}, expected: { baseUrl: "http://localhost:1234/v1" } },
  {
    id: "mine/org/model",
    settings: { apiBase: "http://box:8000/v1//" },
    expected: { provider: "mine", model: "org/model", baseUrl: "http://box:8000/v1" },
  },
  {
    id: "anthropic/claude-opus-5",
    settings: { lookup },
    expected: { apiKey: "own-anthropic", baseUrl: "https://api.anthropic.com/v1" },
  },
  {
    id: "gemini/gemini-2.5-pro",
    settings: { lookup },
    expected: {
      apiKey: "own-google",
      model: "gemini-2.5-pro",
      baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
      hasSystemRole: true,
    },
  },
  {
    id: "google/gemma-3-27b-it",
    settings: { lookup },
    expected: { apiKey: "own-google", hasSystemRole: false },
  },
  {
    id: "google/gemma-4-31b-it",
    settings: { lookup },
    expected: { apiKey: "own-google", hasSystemRole: true },
  },
  {
    id: "openrouter/anthropic/claude-opus-5",
    settings: { apiKey: "k" },
    expected: { hasCacheMarks: true, reportsCost: true },
  },
  { id: "openrouter/x-ai/grok-4", settings: { apiKey: "k" }, expected: { hasCacheMarks: false } },
  {
    id: "azure/prod-gpt-5",
    settings: { lookup },
    expected: {
      apiKey: "own-azure",
      keyHeader: "api-key",
      baseUrl: "https://acme.openai.azure.com/openai/deployments/prod-gpt-5",
      query: { "api-version": "2024-10-21" },
    },
  },
  {
    id: "azure/d",
    settings: {
      apiBase: "https://acme.openai.azure.com/openai/v1/",
      lookup: (name) => name === "AZURE_API_KEY" ? "own-azure" : undefined,
    },
    expected: {
      apiKey: "own-azure",
      baseUrl: "https://acme.openai.azure.com/openai/v1",
      query: {},
    },
  },
  {
    id: "azure/d",
    settings: {
      apiBase: "https://acme.openai.azure.com/openai",
      apiKey: "k",
      lookup: (name) => name === "AZURE_API_VERSION" ? "2025-04-01-preview" : undefined,
    },
    expected: {
      apiKey: "k",
      baseUrl: "https://acme.openai.azure.com/openai/deployments/d",
      query: { "api-version": "2025-04-01-preview" },
    },
  },
  {
    id: "vllm/m",
    settings: {
      lookup: (name) => name === "HOSTED_VLLM_API_BASE" ? "http://gpu:8000/v1/" : undefined,
    },
    expected: { baseUrl: "http://gpu:8000/v1", isProvidersOwn: false },
  },
  // A provider's own key does not go to another base.
  { id: "openai/m", settings: { lookup, apiBase: "http://box/v1" }, expected: { model: "m" } },
  // A sub-model elsewhere does not get the planner's key; at the same provider or base it does.
  {
    id: "groq/m",
    planner: "openai/gpt-5",
    settings: { lookup, apiKey: "k" },
    expected: { apiKey: "own-groq" },
  },
  {
    id: "gpt-4o",
    planner: "openai/gpt-5",
    settings: { lookup, apiKey: "k" },
    expected: { apiKey: "k" },
  },
  {
    id: "groq/m",
    planner: "openai/gpt-5",
    settings: { apiBase: "http://box/v1", apiKey: "k" },
    expected: { apiKey: "k", baseUrl: "http://box/v1" },
  },
];

Deno.test("resolveEndpoint finds base, model and key", () => {
  for (const { id, settings, planner, expected } of ENDPOINTS) {
    const options = planner === undefined ? { settings } : { settings, planner };
    const endpoint = resolveEndpoint(id, options);
    for (const [key, value] of Object.entries(expected)) {
      assertEquals(endpoint[key as keyof Endpoint], value, `${id} ${key}`);
    }
    assertEquals("apiKey" in endpoint, Boolean(endpoint.apiKey));
    const isKeyExpected = "apiKey" in expected || settings.apiKey !== undefined;
    if (!isKeyExpected) assertEquals(endpoint.apiKey, undefined, id);
  }
});

const REFUSALS: readonly {
  readonly id: string;
  readonly settings?: ModelSettings;
  readonly planner?: string;
  readonly code: ErrorCode;
  readonly says: string;
  readonly hint: string;
}[] = [
  {
    id: "acme/m",
    code: "config-invalid",
    says: "unknown provider 'acme'",
    hint: "openai, anthropic, google, openrouter, groq, mistral, deepseek, xai, together, " +
      "fireworks, azure, ollama, lmstudio, vllm; for any other OpenAI-compatible server name its URL with --api-base",
  },
  {
    id: "openai",
    code: "config-invalid",
    says: "Cannot read model 'openai'",
    hint: "openai/gpt-5",
  },
  {
    id: "openai/",
    code: "config-invalid",
    says: "Cannot read model 'openai/'",
    hint: "openai/gpt-5",
  },
  { id: "/m", code: "config-invalid", says: "Cannot read model '/m'", hint: "openai/gpt-5" },
  {
    id: "azure/d",
    settings: { apiKey: "k" },
    code: "config-invalid",
    says: "Cannot use model 'azure/d': no API base for it",
    hint: "Set AZURE_OPENAI_ENDPOINT or AZURE_API_BASE",
  },
  {
    id: "openai/m",
    settings: { apiBase: "localhost:8000" },
    code: "config-invalid",
    says: "Cannot read API base 'localhost:8000'",
    hint: "http://localhost:8000/v1",
  },
  {
    id: "openai/m",
    settings: { apiKey: "sk-a\nb" },
    code: "config-invalid",
    says: "Cannot use the API key for 'openai/m'",
    hint: "Copy it again",
  },
  {
    id: "openai/m",
    code: "model-not-configured",
    says: "Planner LM not configured: no API key for 'openai/m'",
    hint: "DSPY_LLM_API_KEY",
  },
  {
    id: "groq/m",
    planner: "openai/gpt-5",
    settings: { apiKey: "k" },
    code: "model-not-configured",
    says: "Sub-model not configured: no API key for 'groq/m'",
    hint: "Set GROQ_API_KEY",
  },
];

Deno.test("resolveEndpoint refuses what it cannot use and says what to do", () => {
  for (const { id, settings = {}, planner, code, says, hint } of REFUSALS) {
    const options = planner === undefined ? { settings } : { settings, planner };
    const error = assertThrows(() => resolveEndpoint(id, options), FleetError);
    assertEquals(error.code, code, id);
    assertStringIncludes(error.message, says);
    assertStringIncludes(error.hint ?? "", hint);
    assertEquals(error.message.includes("sk-a"), false);
  }
});

Deno.test("modelNotConfigured names the variables and the offline model", () => {
  const { code, message, hint } = modelNotConfigured();
  assertEquals(code, "model-not-configured");
  assertEquals(message.startsWith("Planner LM not configured"), true);
  for (const name of ["DSPY_LM_MODEL", "DSPY_LLM_API_KEY", "DSPY_LM_API_KEY", "--model offline"]) {
    assertStringIncludes(hint ?? "", name);
  }
});

Deno.test("createModels shares one instance unless a sub-model is named", async () => {
  const one = await createModels({ planner: "offline", settings: {} });
  assertEquals(one.subModel === one.planner, true);
  const same = await createModels({ planner: "offline", subModel: "offline", settings: {} });
  assertEquals(same.subModel === same.planner, true);
  const two = await createModels({ planner: "offline", subModel: "ollama/m", settings: {} });
  assertEquals([two.planner.id, two.subModel.id], ["offline", "ollama/m"]);
});

Deno.test("createModels refuses an empty name", async () => {
  const error = await assertRejects(() => createModels({ planner: " ", settings: {} }), FleetError);
  assertEquals(error.code, "model-not-configured");
});

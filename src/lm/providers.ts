/**
 * The known providers as data: where they are, which variables hold their keys, what is odd about
 * them. All of them speak OpenAI's chat completions. Nothing is read or called here.
 *
 * To add one, add a row; names, aliases and variables are those of LiteLLM, and the provider's own
 * where they differ.
 *
 * @module
 */

/** What is odd about a provider. Models are told by the start of their names. */
export interface Quirks {
  /** Models that refuse `max_tokens` and want `max_completion_tokens`. */
  readonly completionTokens?: RegExp;
  /** Models that take no system message: what it says goes before the first user message. */
  readonly noSystemRole?: RegExp;
  /** Models whose prompt cache needs marks (`cache_control`) where a prefix ends. */
  readonly cacheMarks?: RegExp;
  /** Whether streams report tokens unasked, and asking (`stream_options`) is refused. */
  readonly streamsUsageUnasked?: boolean;
  /** Whether replies tell what they cost in US dollars (`usage.cost`). */
  readonly reportsCost?: boolean;
  /** Whether models are deployments with a URL each and the key has its own header. */
  readonly isAzure?: boolean;
}

/** A provider of models over an OpenAI-compatible interface. */
export interface Provider {
  /** Name before the slash of `provider/model`. */
  readonly name: string;
  /** Other names that mean the same. */
  readonly aliases: readonly string[];
  /** Base URL of its interface, without a trailing slash; absent when every customer has his own. */
  readonly baseUrl?: string;
  /** Environment variables that hold another base URL, the first set one wins. */
  readonly baseVariables: readonly string[];
  /** Environment variables that hold its key, the first set one wins; none when it needs no key. */
  readonly keyVariables: readonly string[];
  /** What is odd about it. */
  readonly quirks: Quirks;
}

/**
 * OpenAI's families that reason before they answer.
 * Source: the error `unsupported_parameter` for `max_tokens`, which names `max_completion_tokens`.
 */
const REASONING: RegExp = /^(o[1-9]|gpt-[5-9](?!(\.\d+)?-chat))(?![a-z0-9])/;

/** The providers in the order in which they are listed to users. */
export const PROVIDERS: readonly Provider[] = [
  provider("openai", {
    baseUrl: "https://api.openai.com/v1",
    keys: ["OPENAI_API_KEY"],
    quirks: { completionTokens: REASONING, noSystemRole: /^o1-(mini|preview)/ },
  }),
  // Its OpenAI-compatible interface has no prompt caching: platform.claude.com/docs/en/api/openai-sdk
  provider("anthropic", {
    baseUrl: "https://api.anthropic.com/v1",
    keys: ["ANTHROPIC_API_KEY"],
  }),
  // "Developer instruction is not enabled" for Gemma 1 to 3.
  provider("google", {
    aliases: ["gemini"],
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    keys: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    quirks: { noSystemRole: /^gemma-?[1-3]/ },
  }),
  // Cost and cache marks: openrouter.ai/docs, "Usage Accounting" and "Prompt Caching".
  provider("openrouter", {
    baseUrl: "https://openrouter.ai/api/v1",
    keys: ["OPENROUTER_API_KEY"],
    quirks: { cacheMarks: /^~?anthropic\//, reportsCost: true },
  }),
  provider("groq", { baseUrl: "https://api.groq.com/openai/v1", keys: ["GROQ_API_KEY"] }),
  provider("mistral", {
    baseUrl: "https://api.mistral.ai/v1",
    keys: ["MISTRAL_API_KEY"],
    quirks: { streamsUsageUnasked: true },
  }),
  provider("deepseek", { baseUrl: "https://api.deepseek.com/v1", keys: ["DEEPSEEK_API_KEY"] }),
  provider("xai", { baseUrl: "https://api.x.ai/v1", keys: ["XAI_API_KEY"] }),
  provider("together", {
    aliases: ["together_ai"],
    baseUrl: "https://api.together.xyz/v1",
    keys: ["TOGETHER_API_KEY", "TOGETHERAI_API_KEY"],
  }),
  provider("fireworks", {
    aliases: ["fireworks_ai"],
    baseUrl: "https://api.fireworks.ai/inference/v1",
    keys: ["FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY"],
  }),
  provider("azure", {
    bases: ["AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"],
    keys: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"],
    quirks: { completionTokens: REASONING, isAzure: true },
  }),
  provider("ollama", {
    aliases: ["ollama_chat"],
    baseUrl: "http://localhost:11434/v1",
    bases: ["OLLAMA_API_BASE"],
  }),
  provider("lmstudio", {
    aliases: ["lm_studio"],
    baseUrl: "http://localhost:1234/v1",
    bases: ["LM_STUDIO_API_BASE"],
  }),
  provider("vllm", {
    aliases: ["hosted_vllm"],
    baseUrl: "http://localhost:8000/v1",
    bases: ["HOSTED_VLLM_API_BASE"],
  }),
];

/** The provider that a bare model name such as `gpt-4o` means. */
export const DEFAULT_PROVIDER = "openai";

/** Variables that hold the planner's key whoever the provider is, the first set one wins. */
export const SHARED_KEY_VARIABLES: readonly string[] = ["DSPY_LLM_API_KEY", "DSPY_LM_API_KEY"];

/** The provider of that name or alias, if it is known. */
export function findProvider(name: string): Provider | undefined {
  return PROVIDERS.find((each) => each.name === name || each.aliases.includes(name));
}

/** What is odd about a provider, one phrase for each thing. */
export function describeQuirks({ quirks }: Provider): readonly string[] {
  const phrases: readonly (readonly [unknown, string])[] = [
    [quirks.isAzure, "one URL for each deployment, api-version, api-key header"],
    [quirks.completionTokens, "max_completion_tokens for reasoning models"],
    [quirks.noSystemRole, "some models take no system message"],
    [quirks.cacheMarks, "cache marks for Anthropic's models"],
    [quirks.streamsUsageUnasked, "streams report tokens unasked"],
    [quirks.reportsCost, "replies tell their cost"],
  ];
  return phrases.filter(([holds]) => Boolean(holds)).map(([, phrase]) => phrase);
}

interface Row {
  readonly aliases?: readonly string[];
  readonly baseUrl?: string;
  readonly bases?: readonly string[];
  readonly keys?: readonly string[];
  readonly quirks?: Quirks;
}

function provider(name: string, row: Row): Provider {
  return {
    name,
    aliases: row.aliases ?? [],
    ...(row.baseUrl === undefined ? {} : { baseUrl: row.baseUrl }),
    baseVariables: row.bases ?? [],
    keyVariables: row.keys ?? [],
    quirks: row.quirks ?? {},
  };
}

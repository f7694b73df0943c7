/**
 * The known providers as data: where they are, which variables hold their keys, what is odd about
 * them. All of them speak OpenAI's chat completions. Nothing is read or called here.
 *
 * To add one, add a row; names and aliases are those of LiteLLM.
 *
 * @module
 */

/** A provider of models over an OpenAI-compatible interface. */
export interface Provider {
  /** Name before the slash of `provider/model`. */
  readonly name: string;
  /** Other names that mean the same. */
  readonly aliases: readonly string[];
  /** Base URL of its interface, without a trailing slash. */
  readonly baseUrl: string;
  /** Environment variables that hold its key, the first set one wins; none when it needs no key. */
  readonly keyVariables: readonly string[];
  /** Whether its reasoning families refuse `max_tokens` and want `max_completion_tokens`. */
  readonly reasoningQuirk: boolean;
}

/** The providers in the order in which they are listed to users. */
export const PROVIDERS: readonly Provider[] = [
  hosted("openai", "https://api.openai.com/v1", ["OPENAI_API_KEY"], { reasoningQuirk: true }),
  hosted("openrouter", "https://openrouter.ai/api/v1", ["OPENROUTER_API_KEY"]),
  hosted("groq", "https://api.groq.com/openai/v1", ["GROQ_API_KEY"]),
  hosted("mistral", "https://api.mistral.ai/v1", ["MISTRAL_API_KEY"]),
  hosted("deepseek", "https://api.deepseek.com/v1", ["DEEPSEEK_API_KEY"]),
  hosted("xai", "https://api.x.ai/v1", ["XAI_API_KEY"]),
  hosted("together", "https://api.together.xyz/v1", ["TOGETHER_API_KEY", "TOGETHERAI_API_KEY"], {
    aliases: ["together_ai"],
  }),
  hosted("fireworks", "https://api.fireworks.ai/inference/v1", [
    "FIREWORKS_API_KEY",
    "FIREWORKS_AI_API_KEY",
  ], { aliases: ["fireworks_ai"] }),
  local("ollama", "http://localhost:11434/v1", ["ollama_chat"]),
  local("lmstudio", "http://localhost:1234/v1", ["lm_studio"]),
  local("vllm", "http://localhost:8000/v1", ["hosted_vllm"]),
];

/** The provider that a bare model name such as `gpt-4o` means. */
export const DEFAULT_PROVIDER = "openai";

/** The provider of that name or alias, if it is known. */
export function findProvider(name: string): Provider | undefined {
  return PROVIDERS.find((each) => each.name === name || each.aliases.includes(name));
}

function hosted(
  name: string,
  baseUrl: string,
  keyVariables: readonly string[],
  options: { readonly aliases?: readonly string[]; readonly reasoningQuirk?: boolean } = {},
): Provider {
  const { aliases = [], reasoningQuirk = false } = options;
  return { name, aliases, baseUrl, keyVariables, reasoningQuirk };
}

function local(name: string, baseUrl: string, aliases: readonly string[]): Provider {
  return { name, aliases, baseUrl, keyVariables: [], reasoningQuirk: false };
}

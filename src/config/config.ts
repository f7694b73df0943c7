/**
 * The settings of the program as one typed value. Flags win over the environment, which wins over
 * the `.env` file, which wins over the configuration files, which win over what is built in; an empty
 * value is no value.
 *
 * Loading never fails on a bad value: it is listed under `problems`, and whoever needs the setting
 * asks {@linkcode requireSettings} for it. So a command that calls no model is not stopped by a
 * model's setting.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { SCRIPTED } from "../lm/local_model.ts";
import { DEFAULT_MAX_TOKENS } from "../lm/model_settings.ts";
import { CACHE_MODES, CACHE_VARIABLE } from "./cache_mode.ts";
import { type EnvFile, findEnvFile, readEnvFile } from "./env_file.ts";
import { describeOrigin, type Origin, type Setting } from "./setting.ts";

/** The settings in force. */
export interface Config {
  /** The planner, `provider/model`. */
  readonly model: Setting<string | undefined>;
  /** The model that answers sub-queries; the planner when not set. */
  readonly subModel: Setting<string | undefined>;
  /** Key of the model's provider. */
  readonly apiKey: Setting<string | undefined>;
  /** Base URL of the model's provider. */
  readonly apiBase: Setting<string | undefined>;
  /** Most tokens of one reply. */
  readonly maxTokens: Setting<number>;
  /** Name of the backend. */
  readonly backend: Setting<string>;
  /** Python executable of the local backend. */
  readonly python: Setting<string | undefined>;
  /** What the response cache may do. */
  readonly cache: Setting<string>;
  /** The `.env` file that was read, if there is one. */
  readonly envFile: string | undefined;
  /** Whether a setting comes from a file that was found and not named, by which anyone may speak. */
  isFound(setting: Setting<unknown>): boolean;
  /** Value of any variable of the environment or the `.env` file. */
  lookup(variable: string): string | undefined;
  /** The same with where it comes from; an empty value is no value. */
  find(variable: string): Setting<string | undefined>;
  /** Values that no output may carry. */
  readonly secrets: readonly string[];
  /** What is wrong with which setting. */
  readonly problems: readonly ConfigProblem[];
}

/** Names of the settings. */
export type SettingName =
  | "model"
  | "subModel"
  | "apiKey"
  | "apiBase"
  | "maxTokens"
  | "backend"
  | "python"
  | "cache";

/** A setting whose value cannot be used. */
export interface ConfigProblem {
  /** Which one. */
  readonly setting: SettingName;
  /** Why not: `config-invalid`. */
  readonly error: FleetError;
}

/** Values given on the command line. */
export interface ConfigFlags {
  /** `--model`. */
  readonly model?: string;
  /** `--sub-model`. */
  readonly subModel?: string;
  /** `--api-base`. */
  readonly apiBase?: string;
  /** `--backend`. */
  readonly backend?: string;
  /** `--python`. */
  readonly python?: string;
  /** `--cache`. */
  readonly cache?: string;
  /** `--env-file`. */
  readonly envFile?: string;
}

/** Where a configuration is loaded from. */
export interface ConfigSources {
  /** Values of the command line. */
  readonly flags: ConfigFlags;
  /**
   * Values of the configuration files, by the name of the option.
   * @default {none}
   */
  readonly fallbacks?: ReadonlyMap<string, Setting<string>>;
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
}

/** Backend, unless it is set. */
export const DEFAULT_BACKEND = "modal";

/** Variables that say where requests and tokens go; an env file that was found does not set them. */
const ADDRESS = /_(API_BASE|BASE|BASE_URL|CONFIG_PATH|ENDPOINT|HOST|SERVER_URL)$/;

/** Shortest secret that outputs are searched for: shorter ones are stand-ins such as `none`. */
const MIN_SECRET_CHARS = 8;

/**
 * Loads the configuration.
 * @throws {FleetError} `input-missing` or `input-unreadable` when the `.env` file cannot be read.
 */
export async function loadConfig(sources: ConfigSources): Promise<Config> {
  const { flags, env, fallbacks = new Map<string, Setting<string>>() } = sources;
  const named = flags.envFile ?? fallbacks.get("env-file")?.value;
  const isNamed = named !== undefined;
  const envPath = named ?? await findEnvFile(sources.cwd);
  const envFile = envPath === undefined ? undefined : await readEnvFile(envPath);
  const look = (option: string, flag: string | undefined, ...variables: readonly string[]) =>
    lookUp({ option, flag, variables, env, envFile, fallbacks });

  const lookup = (variable: string) =>
    env[variable] ??
      (isNamed || !ADDRESS.test(variable) ? envFile?.values[variable] : undefined);
  const apiKey = look("", undefined, "DSPY_LLM_API_KEY", "DSPY_LM_API_KEY");
  const backend = look("backend", flags.backend, "FLEET_RLM_BACKEND");
  const cache = look("cache", flags.cache, CACHE_VARIABLE);
  const maxTokens = readMaxTokens(look("", undefined, "DSPY_LM_MAX_TOKENS"));
  const model = look("model", flags.model, "DSPY_LM_MODEL");
  const apiBase = look("api-base", flags.apiBase, "DSPY_LM_API_BASE");
  const python = look("python", flags.python, "FLEET_RLM_PYTHON");
  return {
    model,
    subModel: look("sub-model", flags.subModel),
    apiKey: { ...apiKey, secret: true },
    apiBase,
    maxTokens: maxTokens.setting,
    backend: { ...backend, value: backend.value ?? DEFAULT_BACKEND },
    python,
    cache: { ...cache, value: cache.value ?? "off" },
    envFile: envFile?.path,
    isFound: ({ origin }) =>
      (origin.kind === "env-file" && !isNamed) ||
      (origin.kind === "config-file" && origin.scope === "project"),
    lookup,
    find: (variable) =>
      lookup(variable) === undefined
        ? { value: undefined, origin: { kind: "default" }, secret: false }
        : look("", undefined, variable),
    secrets: secretsOf({ ...envFile?.values, ...env }),
    problems: [
      ...(maxTokens.problem === undefined ? [] : [maxTokens.problem]),
      ...doubtCacheMode(cache),
      ...(isNamed ? [] : doubtFoundFile({ apiBase, apiKey, model, python })),
    ],
  };
}

/**
 * Makes sure that the named settings can be used.
 * @throws {FleetError} The problem of the first that cannot.
 */
export function requireSettings(config: Config, names: readonly SettingName[]): void {
  const problem = config.problems.find((problem) => names.includes(problem.setting));
  if (problem !== undefined) throw problem.error;
}

interface Lookup {
  readonly option: string;
  readonly flag: string | undefined;
  readonly variables: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly envFile: EnvFile | undefined;
  readonly fallbacks: ReadonlyMap<string, Setting<string>>;
}

function lookUp(
  { option, flag, variables, env, envFile, fallbacks }: Lookup,
): Setting<string | undefined> {
  const found = (value: string, origin: Origin) => ({ value, origin, secret: false });
  const given = flag?.trim();
  if (given) return found(given, { kind: "flag", flag: `--${option}` });
  for (const variable of variables) {
    const inherited = env[variable];
    const value = (inherited ?? envFile?.values[variable])?.trim();
    if (!value) continue;
    return inherited === undefined && envFile !== undefined
      ? found(value, { kind: "env-file", variable, path: envFile.path })
      : found(value, { kind: "environment", variable });
  }
  return fallbacks.get(option) ?? { value: undefined, origin: { kind: "default" }, secret: false };
}

function readMaxTokens(
  raw: Setting<string | undefined>,
): { setting: Setting<number>; problem?: ConfigProblem } {
  if (raw.value === undefined) return { setting: { ...raw, value: DEFAULT_MAX_TOKENS } };
  const value = Number(raw.value);
  if (/^[0-9]+$/.test(raw.value) && value >= 1 && Number.isSafeInteger(value)) {
    return { setting: { ...raw, value } };
  }
  const error = new FleetError(
    "config-invalid",
    `Cannot use DSPY_LM_MAX_TOKENS: "${raw.value}" is not a whole number of at least 1`,
    { hint: `Correct or remove ${describeOrigin(raw.origin)}; without it ${DEFAULT_MAX_TOKENS}` },
  );
  return {
    setting: { value: DEFAULT_MAX_TOKENS, origin: { kind: "default" }, secret: false },
    problem: { setting: "maxTokens", error },
  };
}

function doubtCacheMode(cache: Setting<string | undefined>): readonly ConfigProblem[] {
  const { origin, value } = cache;
  if (value === undefined || CACHE_MODES.includes(value)) return [];
  const error = new FleetError(
    "config-invalid",
    `Cannot use ${describeOrigin(origin)}: "${value}" is no mode of the cache`,
    { hint: `Set it to ${CACHE_MODES.join(", ")}, or remove it` },
  );
  return [{ setting: "cache", error }];
}

/**
 * What an env file may not do that was found and not named, since a folder from elsewhere can hold
 * one: choose the program that runs, bring the code that runs, or send a key of the user's to an
 * address of its own.
 */
function doubtFoundFile(
  { apiBase, apiKey, model, python }: {
    readonly apiBase: Setting<string | undefined>;
    readonly apiKey: Setting<string | undefined>;
    readonly model: Setting<string | undefined>;
    readonly python: Setting<string | undefined>;
  },
): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (model.origin.kind === "env-file" && model.value?.startsWith(SCRIPTED)) {
    const message = `Cannot use ${describeOrigin(model.origin)}: ` +
      `it brings the code that runs, and that file was found, not named`;
    const hint = "Pass --model, or name the file with --env-file if you trust it";
    problems.push({ setting: "model", error: new FleetError("config-invalid", message, { hint }) });
  }
  if (python.origin.kind === "env-file") {
    const message = `Cannot use ${describeOrigin(python.origin)}: that file was found, not named`;
    const hint = "Pass --python, or name the file with --env-file if you trust it";
    problems.push({
      setting: "python",
      error: new FleetError("config-invalid", message, { hint }),
    });
  }
  if (
    apiBase.origin.kind === "env-file" && apiKey.origin.kind === "environment" &&
    !isLoopback(apiBase.value ?? "")
  ) {
    const message = `Cannot send the API key of the environment to "${apiBase.value}": ` +
      `that address comes from ${apiBase.origin.path}, which was found, not named`;
    const hint = "Pass --api-base, or name the file with --env-file if you trust it";
    problems.push({
      setting: "apiBase",
      error: new FleetError("config-invalid", message, { hint }),
    });
  }
  return problems;
}

function isLoopback(url: string): boolean {
  try {
    return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
  } catch {
    return false;
  }
}

function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const secrets = Object.entries(environment)
    .filter(([name]) => /(_KEY|_TOKEN|_SECRET|_PASSWORD|_PASSPHRASE)$/i.test(name))
    .map(([, value]) => value?.trim() ?? "")
    .filter((value) => value.length >= MIN_SECRET_CHARS);
  return [...new Set(secrets)];
}

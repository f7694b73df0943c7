/**
 * The settings that a command would have: its options with what is in force for them, and the settings
 * that are no option.
 *
 * @module
 */

import type { Config } from "../config/config.ts";
import { describeValue, type Origin, type Setting } from "../config/setting.ts";
import { splitModelName } from "../lm/model_name.ts";
import { findProvider } from "../lm/providers.ts";
import type { OptionValue } from "./command_arguments.ts";
import type { CommandSpec } from "./command_spec.ts";
import { OPTION_SECTIONS, type OptionSection, type OptionSpec } from "./option_spec.ts";
import { formatSize } from "./size.ts";

/** A setting as it may be shown. */
export interface EffectiveSetting {
  /** Name of the option, or of the variable of a setting that is no option. */
  readonly name: string;
  /** Where help lists it. */
  readonly section: OptionSection;
  /** The value, masked when it is secret; `undefined` when there is none. */
  readonly value: OptionValue | undefined;
  /** The value in words. */
  readonly text: string;
  /** Where it comes from. */
  readonly origin: Origin;
}

/** What there is to show. */
export interface EffectiveSettingsOptions {
  /** The configuration. */
  readonly config: Config;
  /** What configuration files say of the options. */
  readonly defaults: ReadonlyMap<string, Setting<OptionValue>>;
  /** Removes every secret from a text. */
  readonly redact: (text: string) => string;
}

/** The settings, by section in the order of help. */
export function effectiveSettings(
  command: CommandSpec,
  options: EffectiveSettingsOptions,
): readonly EffectiveSetting[] {
  const shown = command.options.filter((option) => !option.isInert && !option.required);
  const all = [
    ...shown.map((option) => settingOf(option, options)),
    ...(shown.some(({ name }) => name === "model") ? modelSettings(options) : []),
  ];
  return OPTION_SECTIONS.flatMap((title) => all.filter(({ section }) => section === title));
}

function settingOf(
  option: OptionSpec,
  { config, defaults, redact }: EffectiveSettingsOptions,
): EffectiveSetting {
  const { name, section = "Options" } = option;
  const builtIn = "default" in option ? option.default : undefined;
  const setting: Setting<OptionValue | undefined> = configured(config, option) ??
    defaults.get(name) ?? { value: builtIn, origin: { kind: "default" }, secret: false };
  const value = redacted(setting.value, redact);
  const text = setting.origin.kind === "default"
    ? option.defaultText ?? textOf(option, value)
    : textOf(option, value);
  return { name, section, value, text, origin: setting.origin };
}

/** What the configuration says of an option; `undefined` when that is not its affair. */
function configured(
  config: Config,
  { env, name }: OptionSpec,
): Setting<string | undefined> | undefined {
  switch (name) {
    case "model":
      return config.model;
    case "sub-model":
      return config.subModel;
    case "api-base":
      return config.apiBase;
    case "backend":
      return config.backend;
    case "python":
      return config.python;
    case "cache":
      return config.cache;
  }
  const found = env === undefined ? undefined : config.find(env);
  return found?.value === undefined ? undefined : found;
}

/** What is about the model and no option: the key, and the most tokens of a reply. */
function modelSettings({ config }: EffectiveSettingsOptions): readonly EffectiveSetting[] {
  const { maxTokens } = config;
  const key = keyOf(config);
  return [
    {
      name: "API key",
      section: "Model",
      value: key.value === undefined ? undefined : describeValue(key),
      text: describeValue(key),
      origin: key.origin,
    },
    {
      name: "DSPY_LM_MAX_TOKENS",
      section: "Model",
      value: maxTokens.value,
      text: String(maxTokens.value),
      origin: maxTokens.origin,
    },
  ];
}

/** The key of the planner: the shared one, else its provider's own. */
function keyOf(config: Config): Setting<string | undefined> {
  if (config.apiKey.value !== undefined) return config.apiKey;
  const provider = splitModelName(config.model.value ?? "")?.provider;
  const variables = findProvider(provider ?? "")?.keyVariables ?? [];
  const [own] = variables.map((each) => config.find(each))
    .filter(({ value }) => value !== undefined);
  return own === undefined || config.apiBase.value !== undefined
    ? config.apiKey
    : { ...own, secret: true };
}

function textOf(option: OptionSpec, value: OptionValue | undefined): string {
  if (value === undefined) return option.kind === "flag" ? "off" : "not set";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.join(", ");
  return option.kind === "size" && typeof value === "number" ? formatSize(value) : String(value);
}

function redacted(
  value: OptionValue | undefined,
  redact: (text: string) => string,
): OptionValue | undefined {
  if (typeof value === "string") return redact(value);
  return Array.isArray(value) ? value.map((text: string) => redact(text)) : value;
}

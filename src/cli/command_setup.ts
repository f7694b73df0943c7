/**
 * What running commands do before they run: load the configuration, put the redactor in place,
 * choose the backend, open standard input.
 *
 * @module
 */

import type { Backend } from "../core/backend.ts";
import { FleetError, UsageError } from "../core/errors.ts";
import { type Config, loadConfig, requireSettings } from "../config/config.ts";
import { describeOrigin, type Setting } from "../config/setting.ts";
import { createRedactor } from "../text/redact.ts";
import { backendSettings } from "./backend_settings.ts";
import type { OptionValue } from "./command_arguments.ts";
import type { CommandContext } from "./command_spec.ts";
import type { ProgressLevel } from "./progress.ts";

/** The configuration with its guard. */
export interface GuardedConfig {
  /** Settings in force. */
  readonly config: Config;
  /** Removes every secret from a text. */
  readonly redact: (text: string) => string;
}

/**
 * Loads the configuration; from here on standard error is redacted.
 * @throws {FleetError} When the `.env` file cannot be read.
 */
export async function loadGuardedConfig(context: CommandContext): Promise<GuardedConfig> {
  return await loadConfigWith(context, context.args.defaults);
}

/**
 * The same with what configuration files say of another command's options.
 * @throws {FleetError} When the `.env` file cannot be read.
 */
export async function loadConfigWith(
  { args, env, cwd, terminal }: CommandContext,
  defaults: ReadonlyMap<string, Setting<OptionValue>>,
): Promise<GuardedConfig> {
  const flag = (key: string, name: string) => {
    const setting = args.has(name) ? args.setting(name) : undefined;
    return setting?.origin.kind === "flag" ? { [key]: String(setting.value) } : {};
  };
  const flags = {
    ...flag("model", "model"),
    ...flag("subModel", "sub-model"),
    ...flag("apiBase", "api-base"),
    ...flag("backend", "backend"),
    ...flag("python", "python"),
    ...flag("cache", "cache"),
    ...flag("envFile", "env-file"),
  };
  const config = await loadConfig({ flags, fallbacks: textsOf(defaults), env, cwd });
  const redact = createRedactor(config.secrets);
  terminal.guard(redact);
  return { config, redact };
}

/** Settings as texts. */
function textsOf(
  defaults: ReadonlyMap<string, Setting<OptionValue>>,
): ReadonlyMap<string, Setting<string>> {
  return new Map(
    [...defaults].map(([name, setting]) => [name, { ...setting, value: String(setting.value) }]),
  );
}

/**
 * Loads the backend that the configuration names.
 * @throws {FleetError} `backend-unknown`, a path that is missing, or what loading it throws.
 */
export async function chooseBackend(context: CommandContext, config: Config): Promise<Backend> {
  requireSettings(config, ["backend", "python"]);
  const { value: name, origin } = config.backend;
  const entry = Object.hasOwn(context.backends, name) ? context.backends[name] : undefined;
  if (entry === undefined) {
    const known = Object.keys(context.backends).join(", ");
    throw new FleetError("backend-unknown", `Cannot use backend "${name}": there is none`, {
      hint: `Correct ${describeOrigin(origin)}: the backends are ${known}`,
    });
  }
  refuseForeignOptions(context, name);
  return await entry.load(await backendSettings(context, config));
}

/** An option that another backend alone can honour would do nothing, which nobody who gives it wants. */
function refuseForeignOptions({ args, backends }: CommandContext, backend: string): void {
  const foreign = args.given.find((option) =>
    option.backend !== undefined && option.backend !== backend &&
    Object.hasOwn(backends, option.backend)
  );
  if (foreign === undefined) return;
  throw new UsageError(
    `Cannot use --${foreign.name} with the backend "${backend}": it is for "${foreign.backend}"`,
    { hint: `Leave it out, or add --backend ${foreign.backend}` },
  );
}

/** Standard input; a person who types is told so. */
export function openStandardInput({ terminal, args }: CommandContext): ReadableStream<Uint8Array> {
  if (terminal.isInputTyped && !args.flag("quiet")) {
    terminal.err("Reading standard input; Ctrl-D ends it\n");
  }
  return terminal.input();
}

/** How much the user wants to be told. */
export function progressLevel({ args }: CommandContext): ProgressLevel {
  return args.flag("quiet") ? "quiet" : args.flag("verbose") ? "verbose" : "normal";
}

/** Milliseconds of an option in seconds. */
export function optionMs({ args }: CommandContext, name: string): number {
  return Math.ceil((args.number(name) ?? 0) * 1000); // A limit, however short, never becomes none.
}

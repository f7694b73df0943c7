/**
 * What running commands do before they run: load the configuration, put the redactor in place,
 * choose the backend, open standard input.
 *
 * @module
 */

import { homedir } from "node:os";
import { resolve } from "node:path";
import { cacheFolder } from "../config/cache_folder.ts";
import type { Backend, BackendSettings } from "../core/backend.ts";
import { FleetError } from "../core/errors.ts";
import { type Config, loadConfig } from "../config/config.ts";
import { describeOrigin } from "../config/setting.ts";
import { createRedactor } from "../text/redact.ts";
import type { CommandContext } from "./command_spec.ts";
import type { ProgressLevel } from "./progress.ts";
import { ISOLATION_LEVELS } from "./running_options.ts";

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
  const { args, env, cwd, terminal } = context;
  const flag = (key: string, name: string) => {
    const value = args.text(name);
    return value === undefined ? {} : { [key]: value };
  };
  const flags = {
    ...flag("model", "model"),
    ...flag("subModel", "sub-model"),
    ...flag("apiBase", "api-base"),
    ...flag("backend", "backend"),
    ...flag("python", "python"),
    ...flag("envFile", "env-file"),
  };
  const config = await loadConfig({ flags, env, cwd });
  const redact = createRedactor(config.secrets);
  terminal.guard(redact);
  return { config, redact };
}

/**
 * Loads the backend that the configuration names.
 * @throws {FleetError} `backend-unknown`, or what loading it throws.
 */
export async function chooseBackend(context: CommandContext, config: Config): Promise<Backend> {
  const { value: name, origin } = config.backend;
  const entry = Object.hasOwn(context.backends, name) ? context.backends[name] : undefined;
  if (entry === undefined) {
    const known = Object.keys(context.backends).join(", ");
    throw new FleetError("backend-unknown", `Cannot use backend "${name}": there is none`, {
      hint: `Correct ${describeOrigin(origin)}: the backends are ${known}`,
    });
  }
  return await entry.load(backendSettings(context, config));
}

function backendSettings({ args, env, cwd }: CommandContext, config: Config): BackendSettings {
  const python = config.python.value;
  const level = (name: string) => ISOLATION_LEVELS.find((level) => level === args.text(name));
  const required = level("require-isolation");
  const paths = (name: string) => args.list(name).map((path) => resolve(cwd, path));
  return {
    ...(python === undefined ? {} : { python }),
    cacheFolder: cacheFolder({ env, os: Deno.build.os, home: homedir() }),
    isolation: level("isolation") ?? "auto",
    ...(required === undefined ? {} : { requireIsolation: required }),
    allowNet: args.flag("allow-net"),
    allowRead: paths("allow-read"),
    allowWrite: paths("allow-write"),
  };
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
  return Math.round((args.number(name) ?? 0) * 1000);
}

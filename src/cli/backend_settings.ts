/**
 * What the command line says about the sandbox, as settings of a backend.
 *
 * @module
 */

import { resolve } from "node:path";
import { cacheFolder } from "../config/cache_folder.ts";
import { userPlaces } from "../config/user_places.ts";
import type { Config } from "../config/config.ts";
import type { BackendSettings, IsolationLevel, ResourceLimits } from "../core/backend.ts";
import { FleetError, messageOf } from "../core/errors.ts";
import { cloudSettings } from "./cloud_settings.ts";
import type { CommandArguments } from "./command_arguments.ts";
import type { CommandContext } from "./command_spec.ts";
import { ISOLATION_LEVELS, WEAKEST_BOUNDARY } from "./sandbox_options.ts";

/**
 * The settings; paths are absolute and exist.
 * @throws {FleetError} `input-missing` or `input-unreadable` for a path that cannot be given.
 */
export async function backendSettings(
  { args, env, cwd, terminal }: CommandContext,
  config: Config,
): Promise<BackendSettings> {
  const isQuiet = args.has("quiet") && args.flag("quiet");
  const python = config.python.value;
  const level = (name: string) => ISOLATION_LEVELS.find((level) => level === args.text(name));
  const isolation = level("isolation") ?? "auto";
  const required = requiredLevel({ args, config, isolation });
  const paths = (name: string) =>
    Promise.all(args.list(name).map((path) => found(path, name, cwd)));
  return {
    ...(python === undefined ? {} : { python }),
    cacheFolder: cacheFolder(userPlaces(env)),
    isolation,
    ...(required === undefined ? {} : { requireIsolation: required }),
    allowNet: args.flag("allow-net"),
    allowRead: await paths("allow-read"),
    allowWrite: await paths("allow-write"),
    ...(await volumeFolder(args.text("volume"), cwd)),
    limits: resourceLimits(args),
    cloud: cloudSettings(args),
    lookup: (variable) => config.lookup(variable),
    notify({ kind, message }) {
      if (kind === "warning") terminal.err(`Warning: ${message}\n`);
      else if (!isQuiet) terminal.err(`${message}\n`);
    },
  };
}

/**
 * Where a level is required by default, one that is named all the same is accepted. A file from
 * elsewhere that chooses this machine must not have code run there with nothing round it.
 */
function requiredLevel({ args, config, isolation }: {
  readonly args: CommandArguments;
  readonly config: Config;
  readonly isolation: IsolationLevel | "auto";
}): IsolationLevel | undefined {
  const isSaid = (name: string) => args.setting(name).origin.kind !== "default";
  if (!isSaid("require-isolation") && isolation !== "auto") return undefined;
  const required = ISOLATION_LEVELS.find((level) => level === args.text("require-isolation"));
  const isOpen = required === undefined && !isSaid("isolation");
  return isOpen && config.isFound(config.backend) ? WEAKEST_BOUNDARY : required;
}

/** The folder of the volume, made when it is not there yet. */
async function volumeFolder(
  path: string | undefined,
  cwd: string,
): Promise<Pick<BackendSettings, "volume">> {
  if (path === undefined) return {};
  const volume = resolve(cwd, path);
  try {
    await Deno.mkdir(volume, { recursive: true });
    return { volume: await Deno.realPath(volume) };
  } catch (cause) {
    const message = `Cannot use "${path}" for --volume: ${messageOf(cause)}`;
    throw new FleetError("input-unreadable", message, { hint: "Name a folder", cause });
  }
}

async function found(path: string, option: string, cwd: string): Promise<string> {
  const absolute = resolve(cwd, path);
  try {
    await Deno.stat(absolute);
    return absolute;
  } catch (thrown) {
    const missing = thrown instanceof Deno.errors.NotFound;
    throw new FleetError(
      missing ? "input-missing" : "input-unreadable",
      `Cannot use "${path}" for --${option}: ${missing ? "it does not exist" : messageOf(thrown)}`,
      { hint: `It was looked for at ${absolute}`, cause: thrown },
    );
  }
}

function resourceLimits(args: CommandArguments): ResourceLimits {
  const limit = (key: keyof ResourceLimits, name: string): ResourceLimits => {
    const value = args.number(name);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...limit("memoryBytes", "max-memory"),
    ...limit("cpuSeconds", "max-cpu"),
    ...limit("fileBytes", "max-file-size"),
    ...limit("processes", "max-processes"),
    ...limit("openFiles", "max-open-files"),
  };
}

/**
 * What the configuration files say about the options of a command. Where there is no file, nothing but
 * this module is loaded.
 *
 * @module
 */

import { isAbsolute, join } from "node:path";
import {
  type ConfigFile,
  findConfigFiles,
  readConfigFile,
  userConfigPath,
} from "../../config/config_file.ts";
import type { Setting } from "../../config/setting.ts";
import { userPlaces } from "../../config/user_places.ts";
import type { BackendRegistry } from "../../core/backend.ts";
import { FleetError } from "../../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { OptionValue } from "../command_arguments.ts";
import type { CommandSpec } from "../command_spec.ts";
import type { OptionSpec } from "../option_spec.ts";
import { parseSize } from "../size.ts";

/** What files say. */
export interface OptionDefaults {
  /** Values with their origins, by the name of the option. */
  readonly values: ReadonlyMap<string, Setting<OptionValue>>;
  /** The files, strongest first. */
  readonly files: readonly ConfigFile[];
  /** What is wrong with them; a file that cannot be used as it is says nothing. */
  readonly problems: readonly FleetError[];
}

/** Where files are looked for, and what they are judged by. */
export interface LoadDefaultsOptions {
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
  /** Backends to choose from. */
  readonly backends: BackendRegistry;
  /** Path of the `.env` file, where one was named. */
  readonly envFile?: string;
}

/** Reads the files and takes what concerns the command. Never throws. */
export async function loadDefaults(
  command: CommandSpec,
  options: LoadDefaultsOptions,
): Promise<OptionDefaults> {
  const { files, good, problems } = await readFiles(options);
  const values = new Map(pickValues(command, good, userPlaces(options.env).home));
  const variables = command.options.filter(({ env, name }) =>
    env !== undefined && values.has(name)
  );
  if (variables.length > 0) {
    const envFile = options.envFile ?? values.get("env-file")?.value.toString();
    const isSet = await findVariables(
      envFile === undefined ? options : { ...options, envFile },
    );
    for (const { env = "", name } of variables) if (isSet(env)) values.delete(name);
  }
  return { values, files, problems };
}

/** Which variables are set, in the environment or the `.env` file. */
async function findVariables(
  { cwd, env, envFile }: LoadDefaultsOptions,
): Promise<(variable: string) => boolean> {
  const { findEnvFile, readEnvFile } = await import("../../config/env_file.ts");
  const path = envFile ?? await findEnvFile(cwd);
  // One that cannot be read is told of when the configuration is loaded.
  const file = path === undefined ? undefined : await readEnvFile(path).catch(() => undefined);
  return (variable) => Boolean((env[variable] ?? file?.values[variable])?.trim());
}

/** Reads and judges the files, whatever command they are for. Never throws. */
export async function inspectConfigFiles(
  options: LoadDefaultsOptions,
): Promise<Pick<OptionDefaults, "files" | "problems">> {
  const { files, problems } = await readFiles(options);
  return { files, problems };
}

interface ReadFiles extends Pick<OptionDefaults, "files" | "problems"> {
  readonly good: readonly GoodFile[];
}

async function readFiles(options: LoadDefaultsOptions): Promise<ReadFiles> {
  const sources = { ...options, ...userPlaces(options.env) };
  const files = await findConfigFiles(sources);
  if (files.length === 0) return { files, good: [], problems: [] };

  const [{ judgeConfig }, { loadConfigSchema }, { commandTable }] = await Promise.all([
    import("./judge_config.ts"),
    import("./config_schema.ts"),
    import("../command_table.ts"),
  ]);
  const { commands } = await commandTable(options.backends);
  const read = await Promise.all(files.map(async (file): Promise<GoodFile | FleetError> => {
    try {
      return { file, values: await readConfigFile(file) };
    } catch (error) {
      if (error instanceof FleetError) return error;
      throw error;
    }
  }));
  const named = new Set(read.flatMap(namedCommands));
  const schema = await loadConfigSchema(commands, named);
  const userPath = userConfigPath(sources);
  const problems: FleetError[] = [];
  const good: GoodFile[] = [];
  for (const each of read) {
    const wrong = each instanceof FleetError
      ? [each]
      : judgeConfig(each.values, each.file, { schema, commands, userPath });
    problems.push(...wrong);
    if (wrong.length === 0 && !(each instanceof FleetError)) good.push(each);
  }
  return { files, good, problems };
}

function namedCommands(read: GoodFile | FleetError): readonly string[] {
  const commands = read instanceof FleetError ? undefined : read.values["commands"];
  return isJsonObject(commands) ? Object.keys(commands) : [];
}

interface GoodFile {
  readonly file: ConfigFile;
  readonly values: JsonObject;
}

function pickValues(
  command: CommandSpec,
  files: readonly GoodFile[],
  home: string,
): ReadonlyMap<string, Setting<OptionValue>> {
  const values = new Map<string, Setting<OptionValue>>();
  for (const option of command.options) {
    if (option.isInert || option.ignoresFiles) continue;
    const said = files.map((each) => pickValue(option, command, each))
      .filter((each) => each !== undefined);
    const strongest = strongestOf(option, said);
    if (strongest === undefined) continue;
    const { key, value, file: { path, scope } } = strongest;
    values.set(option.name, {
      value: settle(option, value, { path, home }),
      origin: { kind: "config-file", key, path, scope },
      secret: false,
    });
  }
  return values;
}

interface Said {
  readonly key: string;
  readonly value: JsonValue;
  readonly file: ConfigFile;
}

function pickValue(
  option: OptionSpec,
  command: CommandSpec,
  { file, values }: GoodFile,
): Said | undefined {
  const { commands } = values;
  const own = isJsonObject(commands) ? commands[command.name] : undefined;
  const value = isJsonObject(own) ? own[option.name] : undefined;
  if (value !== undefined) {
    return { key: `commands.${command.name}.${option.name}`, value, file };
  }
  const shared = option.isOwn ? undefined : values[option.name];
  return shared === undefined ? undefined : { key: option.name, value: shared, file };
}

/** The first, unless it is a found file's that may only lower what the user's file says. */
function strongestOf(option: OptionSpec, said: readonly Said[]): Said | undefined {
  const [first, second] = said;
  if (first?.file.scope !== "project" || option.project !== "lower" || second === undefined) {
    return first;
  }
  return Number(first.value) > Number(second.value) ? second : first;
}

/** A value as the command line would have read it. */
function settle(
  option: OptionSpec,
  value: JsonValue,
  place: { readonly path: string; readonly home: string },
): OptionValue {
  if (Array.isArray(value)) return value.map((text) => settlePath(option, String(text), place));
  if (typeof value === "string" && option.kind === "size") return parseSize(value) ?? 0;
  if (typeof value === "string") return settlePath(option, value, place);
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

/** A path with `~/` for the home folder, and one that is relative by the folder of the file. */
function settlePath(
  { path: kind }: OptionSpec,
  value: string,
  { path, home }: { readonly path: string; readonly home: string },
): string {
  if (kind === undefined || value === "-" || isAbsolute(value)) return value;
  if (value.startsWith("~/")) return join(home, value.slice(2));
  if (kind === "program" && !/[\\/]/.test(value)) return value;
  return join(path, "..", value);
}

/**
 * Finding and reading the configuration files, `fleet-rlm.json`: that of the project, which is that of
 * the nearest folder above, and that of the user. What is in them is the command line's to judge.
 *
 * @module
 */

import { dirname, join, resolve } from "node:path";
import { FleetError, messageOf } from "../core/errors.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { configFolder } from "./config_folder.ts";
import type { ConfigScope } from "./setting.ts";
import type { UserPlaces } from "./user_places.ts";

/** Name of the files. */
export const CONFIG_FILE_NAME = "fleet-rlm.json";

/** Variable that names a file to use in place of the project's; `none` for no file at all. */
export const CONFIG_FILE_VARIABLE = "FLEET_RLM_CONFIG";

/** Largest file that is read, bytes. */
const MAX_BYTES = 1_048_576;

/** A file that is there. */
export interface ConfigFile {
  /** Its path, absolute. */
  readonly path: string;
  /** Whose it is. */
  readonly scope: ConfigScope;
}

/** Where files are looked for. */
export interface ConfigFileSources extends UserPlaces {
  /** The current folder, absolute. */
  readonly cwd: string;
}

/** Path of the user's file, whether it is there or not. */
export function userConfigPath(sources: UserPlaces): string {
  return join(configFolder(sources), CONFIG_FILE_NAME);
}

/** The files that apply, strongest first. */
export async function findConfigFiles(
  sources: ConfigFileSources,
): Promise<readonly ConfigFile[]> {
  const named = sources.env[CONFIG_FILE_VARIABLE]?.trim();
  if (named === "none") return [];
  const user = userConfigPath(sources);
  const first: ConfigFile | undefined = named
    ? { path: resolve(sources.cwd, named), scope: "named" }
    : await findProjectFile(sources.cwd, user);
  return [
    ...(first === undefined ? [] : [first]),
    ...(first?.path !== user && await exists(user) ? [{ path: user, scope: "user" } as const] : []),
  ];
}

/**
 * Reads a file.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `config-invalid` when it holds no object.
 */
export async function readConfigFile({ path, scope }: ConfigFile): Promise<JsonObject> {
  let text: string;
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) throw new Error("it is no regular file");
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    text = await Deno.readTextFile(path);
  } catch (cause) {
    const missing = cause instanceof Deno.errors.NotFound;
    throw new FleetError(
      missing ? "input-missing" : "input-unreadable",
      `Cannot read configuration file "${path}": ${missing ? "no such file" : messageOf(cause)}`,
      {
        hint: scope === "named"
          ? `Correct ${CONFIG_FILE_VARIABLE}, or remove it`
          : `Correct it, or do without it: ${CONFIG_FILE_VARIABLE}=none`,
        cause,
      },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw invalid(path, `it is no JSON (${messageOf(cause).replace(/\s+/g, " ")})`, cause);
  }
  if (!isJsonObject(value)) throw invalid(path, "it holds no object");
  return value;
}

async function findProjectFile(folder: string, user: string): Promise<ConfigFile | undefined> {
  for (let at = folder;; at = dirname(at)) {
    const path = join(at, CONFIG_FILE_NAME);
    if (path !== user && await exists(path)) return { path, scope: "project" };
    if (dirname(at) === at) return undefined;
  }
}

/** Whether there is something of that name, readable or not. */
async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}

function invalid(path: string, state: string, cause?: unknown): FleetError {
  const message = `Cannot use configuration file "${path}": ${state}`;
  return new FleetError("config-invalid", message, {
    hint: 'It looks like {"model": "openai/gpt-5", "commands": {"exec": {"timeout": 60}}}',
    cause,
  });
}

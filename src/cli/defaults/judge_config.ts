/**
 * What is wrong with a configuration file, in the words of the command line: the schema finds the
 * place, the specs of the options say what belongs there.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../../core/json.ts";
import { CONFIG_FILE_VARIABLE, type ConfigFile } from "../../config/config_file.ts";
import { cutEnd } from "../../text/cut_text.ts";
import type { CommandSpec } from "../command_spec.ts";
import type { OptionSpec } from "../option_spec.ts";
import { expectationOf } from "../option_value.ts";
import { suggest } from "../suggest.ts";
import type { ConfigSchema } from "./config_schema.ts";
import { ownOptions } from "./settable_options.ts";

/** What a file is judged by. */
export interface JudgeOptions {
  /** The schema of a file. */
  readonly schema: ConfigSchema;
  /** All commands. */
  readonly commands: readonly CommandSpec[];
  /** Path of the user's own file, whether it is there or not. */
  readonly userPath: string;
}

/** Longest value that a message shows. */
const MAX_SHOWN_CHARS = 60;

/** All that is wrong, in the order of the file. */
export function judgeConfig(
  values: JsonObject,
  file: ConfigFile,
  options: JudgeOptions,
): readonly FleetError[] {
  const result = options.schema.file.safeParse(values);
  const wrong = result.success ? [] : result.error.issues.flatMap((issue): FleetError[] => {
    const path = issue.path.map(String);
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    if (keys.length > 0) return keys.map((key) => unknownKey([...path, key], file, options));
    return [
      badValue(path, { value: valueAt(values, path), message: issue.message, file }, options),
    ];
  });
  return [...wrong, ...(file.scope === "project" ? judgeTrust(values, file, options) : [])];
}

/** What a file may not say since it was merely found. */
function judgeTrust(
  values: JsonObject,
  file: ConfigFile,
  { schema, commands, userPath }: JudgeOptions,
): readonly FleetError[] {
  const entries = [
    ...Object.entries(values).map(([name, value]) => ({
      key: name,
      value,
      forms: schema.shared.get(name) ?? [],
    })),
    ...commands.flatMap((command) => {
      const own = isJsonObject(values["commands"]) ? values["commands"][command.name] : undefined;
      if (!isJsonObject(own)) return [];
      return Object.entries(own).map(([name, value]) => ({
        key: `commands.${command.name}.${name}`,
        value,
        forms: ownOptions(command).filter((option) => option.name === name),
      }));
    }),
  ];
  return entries.flatMap(({ key, value, forms }) => {
    const refusals = forms.map((form) => refuses(form, value)).filter((why) => why !== undefined);
    const [why] = refusals;
    if (why === undefined) return [];
    const message = `Cannot use "${key}" in ${file.path}: ${why}`;
    const hint = `Give --${forms[0]?.name} instead, set it in ${userPath}, or, if you trust the ` +
      `file, name it: ${CONFIG_FILE_VARIABLE}=${file.path}`;
    return [new FleetError("config-invalid", message, { hint })];
  });
}

/** Why a file that was found may not set an option to this; `undefined` when it may. */
function refuses({ project }: OptionSpec, value: JsonValue): string | undefined {
  if (project === "set" || project === "lower") return undefined;
  if (project === undefined) return "a file that was found, not named, may not set it";
  if (typeof value !== "string" || project.pattern.test(value)) return undefined;
  return `in a file that was found, not named, it must be ${project.text}`;
}

function unknownKey(
  path: readonly string[],
  file: ConfigFile,
  options: JudgeOptions,
): FleetError {
  const [key = "", before] = path.toReversed();
  const [names, noun] = namesAt(path, options);
  const near = suggest(key.replace(/^-+/, ""), names);
  const message = `Unknown ${noun} "${key}" ${
    before === undefined ? "" : `under "${before}" `
  }in ${file.path}`;
  return new FleetError("config-invalid", message, {
    hint: near === undefined
      ? "Keys are the names of options, without dashes; fleet-rlm help COMMAND lists them"
      : `Did you mean "${near}"?`,
  });
}

/** What could stand at a place, and what it is called. */
function namesAt(
  path: readonly string[],
  { commands, schema }: JudgeOptions,
): readonly [names: readonly string[], noun: string] {
  if (path.length === 1) return [[...schema.shared.keys(), "commands"], "option"];
  if (path.length === 2) return [commands.map(({ name }) => name), "command"];
  const command = commands.find(({ name }) => name === path[1]);
  return [command === undefined ? [] : ownOptions(command).map(({ name }) => name), "option"];
}

function badValue(
  path: readonly string[],
  { value, message, file }: {
    readonly value: JsonValue | undefined;
    readonly message: string;
    readonly file: ConfigFile;
  },
  { commands, schema }: JudgeOptions,
): FleetError {
  const [name = "", command] = path[0] === "commands" ? [path[2], path[1]] : [path[0]];
  const forms = command === undefined
    ? schema.shared.get(name) ?? []
    : commands.filter((each) => each.name === command)
      .flatMap(ownOptions).filter((option) => option.name === name);
  const wanted = forms.length > 0
    ? forms.map((form) => expectationOf(form)).join(", or ")
    : name === "" || name === "commands"
    ? "an object"
    : messageOf(message);
  const key = path.slice(0, path[0] === "commands" ? 3 : 1).join(".");
  const text = value === undefined ? "" : stringifyJson(value);
  const shown = cutEnd(text, MAX_SHOWN_CHARS);
  const choices = forms.flatMap((form) => form.kind === "choice" ? form.choices : []);
  const near = typeof value === "string" ? suggest(value, choices) : undefined;
  return new FleetError(
    "config-invalid",
    `Cannot use ${shown} for "${key}" in ${file.path}: it must be ${wanted}`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

function valueAt(values: JsonObject, path: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = values;
  for (const key of path.slice(0, path[0] === "commands" ? 3 : 1)) {
    at = isJsonObject(at) ? at[key] : undefined;
  }
  return at;
}

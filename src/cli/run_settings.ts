/**
 * How a run was set up, for its record: models and backend as the command line, the environment and
 * the `.env` file say. Never a key; what is a secret in an address is taken out when it is written.
 *
 * @module
 */

import type { Config } from "../config/config.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { CommandContext } from "./command_spec.ts";

const BACKEND_TEXTS: readonly string[] = [
  ...["isolation", "require-isolation"],
  ...["app", "environment", "image", "gpu", "volume-name"],
];
const BACKEND_FLAGS: readonly string[] = ["allow-net", "use-volume"];
const BACKEND_LISTS: readonly string[] = [
  ...["allow-read", "allow-write"],
  ...["allow-domain", "dockerfile-command", "pip", "region", "sandbox-secret"],
];
const BACKEND_NUMBERS: readonly string[] = [
  ...["cpu", "memory", "sandbox-timeout"],
  "max-memory",
  "max-cpu",
  "max-file-size",
  "max-processes",
  "max-open-files",
];

/** The settings, under `models` and `backend`; what was not set is absent. */
export function describeSettings({ args, cwd }: CommandContext, config: Config): JsonObject {
  const { apiBase, maxTokens, python } = config;
  const lists = BACKEND_LISTS.map((name) => [name, [...args.list(name)]] as const);
  return {
    cwd,
    models: clean([["apiBase", apiBase.value], ["maxTokens", maxTokens.value]]),
    backend: clean([
      ["python", python.value],
      ...BACKEND_TEXTS.map((name) => [name, args.text(name)] as const),
      ...BACKEND_FLAGS.map((name) => [name, args.flag(name) || undefined] as const),
      ...lists.map(([name, paths]) => [name, paths.length === 0 ? undefined : paths] as const),
      ...BACKEND_NUMBERS.map((name) => [name, args.number(name)] as const),
    ]),
  };
}

function clean(entries: readonly (readonly [string, JsonValue | undefined])[]): JsonObject {
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined),
  );
}

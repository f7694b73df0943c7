/**
 * `models`: the providers that are known, where they are, and which keys are found. Never shows a key.
 *
 * @module
 */

import { loadConfig } from "../../config/config.ts";
import type { JsonObject } from "../../core/json.ts";
import {
  describeQuirks,
  type Provider,
  PROVIDERS,
  SHARED_KEY_VARIABLES,
} from "../../lm/providers.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";

/** A variable, and whether it holds something. */
interface FoundVariable {
  readonly variable: string;
  readonly found: boolean;
}

/** A provider as it is in this environment. */
interface FoundProvider {
  readonly provider: Provider;
  readonly baseUrl: string | undefined;
  readonly keys: readonly FoundVariable[];
}

/** Width of the column of names. */
const NAME_COLUMN = 12;

/** Prints the providers. */
export async function models({ args, terminal, env, cwd }: CommandContext): Promise<number> {
  const envFile = args.text("env-file");
  const config = await loadConfig({ flags: envFile === undefined ? {} : { envFile }, env, cwd });
  const value = (variable: string): string | undefined =>
    config.lookup(variable)?.trim() || undefined;
  const find = (variable: string): FoundVariable => {
    return { variable, found: value(variable) !== undefined };
  };
  const shared = SHARED_KEY_VARIABLES.map(find);
  const providers = PROVIDERS.map((provider): FoundProvider => ({
    provider,
    baseUrl: provider.baseVariables.map(value).find(Boolean) ?? provider.baseUrl,
    keys: provider.keyVariables.map(find),
  }));
  terminal.out(
    args.flag("json")
      ? renderJson({ shared_keys: shared.map(record), providers: providers.map(describe) })
      : [
        `Key of the planner, whoever its provider is: ${renderKeys(shared)}`,
        ...providers.map(renderProvider),
        "Without a provider: offline (no language model), scripted:FILE (replies from a file)",
        "Any other OpenAI-compatible server: NAME/MODEL with --api-base URL",
        "",
      ].join("\n"),
  );
  return EXIT.ok;
}

function record({ variable, found }: FoundVariable): JsonObject {
  return { variable, found };
}

function describe({ provider, baseUrl, keys }: FoundProvider): JsonObject {
  return {
    name: provider.name,
    aliases: [...provider.aliases],
    base_url: baseUrl ?? null,
    base_variables: [...provider.baseVariables],
    keys: keys.map(record),
    quirks: [...describeQuirks(provider)],
  };
}

function renderProvider({ provider, baseUrl, keys }: FoundProvider): string {
  const indent = " ".repeat(NAME_COLUMN);
  const aliases = provider.aliases.length === 0 ? "" : ` (also ${provider.aliases.join(", ")})`;
  const where = baseUrl ?? `the URL of your resource in ${provider.baseVariables.join(" or ")}`;
  const lines = [
    `${provider.name.padEnd(NAME_COLUMN)}${where}${aliases}`,
    `${indent}key: ${keys.length === 0 ? "none needed" : renderKeys(keys)}`,
    ...describeQuirks(provider).map((quirk) => `${indent}${quirk}`),
  ];
  return lines.join("\n");
}

function renderKeys(keys: readonly FoundVariable[]): string {
  return keys.map(({ variable, found }) => `${variable} ${found ? "found" : "not set"}`).join(", ");
}

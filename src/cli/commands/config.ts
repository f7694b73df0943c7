/**
 * `config`: the settings that a command would have, and where each comes from. Secrets are masked.
 *
 * @module
 */

import { cacheFolder } from "../../config/cache_folder.ts";
import { configFolder } from "../../config/config_folder.ts";
import { stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import { FleetError, UsageError } from "../../core/errors.ts";
import type { CommandContext, CommandSpec } from "../command_spec.ts";
import { COMMAND_INDEX } from "../command_index.gen.ts";
import { commandTable, loadCommand } from "../command_table.ts";
import { loadConfigWith } from "../command_setup.ts";
import { loadConfigSchema } from "../defaults/config_schema.ts";
import { loadDefaults } from "../defaults/load_defaults.ts";
import { effectiveSettings } from "../effective_settings.ts";
import { EXIT } from "../exit_code.ts";
import { findCommand } from "../find_command.ts";
import { renderJson } from "../output.ts";
import { configRecord, renderConfig } from "../settings_report.ts";

/** The command whose settings are shown when none is named: the one that has them all. */
const GENERAL = "run";

/** Prints the settings; fails when one of them cannot be used. */
export async function config(context: CommandContext): Promise<number> {
  const { args, backends, cwd, env, terminal } = context;
  if (args.flag("schema")) {
    const { commands } = await commandTable(backends);
    terminal.out(renderJson((await loadConfigSchema(commands)).toJson()));
    return EXIT.ok;
  }
  const command = await chooseCommand(context);
  const envFile = args.text("env-file");
  const places = { env, cwd, backends, ...(envFile === undefined ? {} : { envFile }) };
  const defaults = await loadDefaults(command, places);
  const { config, redact } = await loadConfigWith(context, defaults.values);
  const folders = userPlaces(env);
  const problems = [...defaults.problems, ...config.problems.map(({ error }) => error)];
  const report = {
    command: command.name,
    files: defaults.files,
    envFile: config.envFile,
    folders: {
      config: configFolder(folders),
      state: stateFolder(folders),
      cache: cacheFolder(folders),
    },
    settings: effectiveSettings(command, { config, defaults: defaults.values, redact })
      .filter(({ origin }) => !args.flag("changed") || origin.kind !== "default"),
    problems,
  };
  terminal.out(args.flag("json") ? renderJson(configRecord(report)) : renderConfig(report));
  return problems.length > 0 ? EXIT.failure : EXIT.ok;
}

async function chooseCommand({ args, backends }: CommandContext): Promise<CommandSpec> {
  const words = args.arguments("command");
  const found = findCommand(words.length === 0 ? [GENERAL] : words, COMMAND_INDEX);
  if (found.kind === "group") {
    throw new UsageError(`Cannot show the settings of "${found.group.name}": it is a group`, {
      hint: `Name one of its commands: see fleet-rlm help ${found.group.name}`,
    });
  }
  const [surplus] = found.rest;
  if (surplus !== undefined) {
    throw new FleetError("usage", `Unexpected argument "${surplus}" for config`, {
      hint: "Name one command",
    });
  }
  return await loadCommand(found.command, backends);
}

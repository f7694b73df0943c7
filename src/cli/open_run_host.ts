/**
 * Opens what runs share as the command line, the environment and the files of settings say: the
 * configuration with its guard, the models with their cache, the backend.
 *
 * @module
 */

import { resolve } from "node:path";
import type { Backend } from "../core/backend.ts";
import type { Config } from "../config/config.ts";
import { UsageError } from "../core/errors.ts";
import { recordPath, stateFolder } from "../config/state_folder.ts";
import { userPlaces } from "../config/user_places.ts";
import type { RunHost } from "../jobs/run_host.ts";
import type { CommandContext } from "./command_spec.ts";
import { chooseBackend, loadGuardedConfig } from "./command_setup.ts";
import { openModels } from "./open_models.ts";
import { describeSettings } from "./run_settings.ts";

/** How a host is opened. */
export interface RunHostOptions {
  /** Changes the configuration once it is loaded. */
  readonly configure?: ((config: Config) => Config) | undefined;
  /**
   * Where sandboxes are made.
   * @default {the backend that is configured}
   */
  readonly backend?: Backend;
  /**
   * Whether a model must be configured; otherwise every run may name its own.
   * @default {true}
   */
  readonly needsModel?: boolean;
}

/**
 * Opens a host; from here on standard error is redacted.
 * @throws {FleetError} What is wrong with the settings, the models or the backend, in this order.
 */
export async function openRunHost(
  context: CommandContext,
  { backend: given, configure = (config) => config, needsModel = true }: RunHostOptions = {},
): Promise<RunHost> {
  const recordPath = recordPlace(context);
  const { config: loaded, redact } = await loadGuardedConfig(context);
  const config = configure(loaded);
  const models = await openModels(context, config, { isRequired: needsModel });
  try {
    const backend = given ?? await chooseBackend(context, config);
    return {
      backend,
      settings: describeSettings(context, config),
      models: (choice) => models.open(choice),
      redact,
      recordPath,
      [Symbol.dispose]: () => models[Symbol.dispose](),
    };
  } catch (thrown) {
    models[Symbol.dispose]();
    throw thrown;
  }
}

/** Where records go: the file that is named, the state folder, or nowhere. */
function recordPlace({ args, cwd, env }: CommandContext): RunHost["recordPath"] {
  const file = args.has("trajectory") ? args.text("trajectory") : undefined;
  if (args.flag("no-record")) {
    if (file === undefined) return () => undefined;
    throw new UsageError(`Cannot write a record to "${file}" with --no-record`, {
      hint: "Leave out --trajectory or --no-record",
    });
  }
  if (file !== undefined) return () => resolve(cwd, file);
  const state = stateFolder(userPlaces(env));
  return (runId) => recordPath(state, runId);
}

/**
 * Opens the account in the cloud that a command is about.
 *
 * @module
 */

import type { Config } from "../config/config.ts";
import type {
  Cloud,
  CloudAccount,
  CloudAccountSettings,
  CloudToken,
} from "../core/cloud_account.ts";
import { FleetError } from "../core/errors.ts";
import { loadGuardedConfig } from "./command_setup.ts";
import type { CommandContext } from "./command_spec.ts";

/** A cloud with the settings to use it. */
export interface CloudSetup {
  /** The cloud. */
  readonly cloud: Cloud;
  /** The settings. */
  readonly settings: CloudAccountSettings;
  /** The configuration. */
  readonly config: Config;
  /** Opens the account; of `token` if one is given. */
  open(token?: CloudToken): Promise<CloudAccount>;
}

/** Loads the configuration and the cloud; from here on standard error is redacted. */
export async function setUpCloud(context: CommandContext): Promise<CloudSetup> {
  const { args, loadCloud, signal, terminal } = context;
  const { config } = await loadGuardedConfig(context);
  if (loadCloud === undefined) {
    throw new FleetError("internal", "Cannot reach an account: this program came without a cloud");
  }
  const cloud = await loadCloud();
  const named = (key: string) => {
    const value = args.has(key) ? args.text(key) : undefined;
    return value === undefined ? {} : { [key]: value };
  };
  const settings: CloudAccountSettings = {
    cloud: { ...named("app"), ...named("environment") },
    lookup: config.lookup,
    notify: ({ kind, message }) => {
      if (kind === "warning") terminal.err(`Warning: ${message}\n`);
    },
    signal,
  };
  return { cloud, settings, config, open: (token) => cloud.openAccount(settings, token) };
}

/** Opens the account of the credentials in force. */
export async function openCloudAccount(context: CommandContext): Promise<CloudAccount> {
  return await (await setUpCloud(context)).open();
}

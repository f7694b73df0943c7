/**
 * Whether Claude Code would load the plugin folder, by its own files, which are read and never written:
 * another plugin of that name, switched off by the user, or kept out by whoever manages the machine.
 *
 * @module
 */

import { join } from "node:path";
import type { Finding } from "../../src/core/diagnosis.ts";
import { isJsonObject, type JsonValue } from "../../src/core/json.ts";
import { PLUGIN } from "../asset_layout.ts";

/** How Claude Code calls a plugin that lies in a folder of skills. */
const ID = `${PLUGIN}@skills-dir`;

/** Where whoever manages a machine says what may be used. */
const MANAGED: Readonly<Record<string, string>> = {
  linux: "/etc/claude-code/managed-settings.json",
  darwin: "/Library/Application Support/ClaudeCode/managed-settings.json",
  windows: "C:\\Program Files\\ClaudeCode\\managed-settings.json",
};

/** The files of Claude Code that are read. */
export interface PluginFiles {
  /** The folder of Claude Code. */
  readonly config: string;
  /**
   * The managed settings.
   * @default {where they are on this system}
   */
  readonly managed?: string;
}

/** What stands in the way of the plugin, if anything. */
export async function findPluginState(files: PluginFiles): Promise<Finding> {
  const { config, managed = MANAGED[Deno.build.os] ?? "" } = files;
  const installed = fieldOf(
    await readJson(join(config, "plugins", "installed_plugins.json")),
    "plugins",
  );
  const rival = Object.keys(isJsonObject(installed) ? installed : {})
    .find((id) => id.startsWith(`${PLUGIN}@`));
  if (rival !== undefined) {
    return {
      status: "warning",
      message: `${rival} from a marketplace has the name, so that the one of init is not loaded`,
      hint: `Keep one of them: "claude plugin uninstall ${rival}" or "fleet-rlm init --uninstall"`,
    };
  }
  const enabled = fieldOf(await readJson(join(config, "settings.json")), "enabledPlugins");
  if (fieldOf(enabled, ID) === false) {
    return {
      status: "warning",
      message: "it is switched off in the settings",
      hint: `Switch it on with "claude plugin enable ${ID}"`,
    };
  }
  const blocked = fieldOf(await readJson(managed), "blockedMarketplaces");
  const isBlocked = Array.isArray(blocked) &&
    blocked.some((each) => fieldOf(each, "source") === "skills-dir");
  if (isBlocked) {
    return {
      status: "warning",
      message: `plugins in folders are not allowed on this machine (${managed})`,
      hint: "Ask who manages it, or use --layout flat",
    };
  }
  return { status: "ok", message: `nothing keeps ${ID} from being loaded` };
}

function fieldOf(value: JsonValue | undefined, field: string): JsonValue | undefined {
  return isJsonObject(value) ? value[field] : undefined;
}

async function readJson(path: string): Promise<JsonValue | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch {
    return undefined;
  }
}

/**
 * Settings and where they come from, as a table for people and as one object for programs.
 *
 * @module
 */

import type { ConfigFile } from "../config/config_file.ts";
import { describeOrigin, type Origin } from "../config/setting.ts";
import type { FleetError } from "../core/errors.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { disarm } from "./disarm.ts";
import type { EffectiveSetting } from "./effective_settings.ts";

/** All that is told. */
export interface SettingsReport {
  /** The command whose settings they are. */
  readonly command: string;
  /** Configuration files, strongest first. */
  readonly files: readonly ConfigFile[];
  /** The `.env` file, if there is one. */
  readonly envFile: string | undefined;
  /** Folders by what they hold. */
  readonly folders: Readonly<Record<"config" | "state" | "cache", string>>;
  /** The settings, by section. */
  readonly settings: readonly EffectiveSetting[];
  /** What is wrong. */
  readonly problems: readonly FleetError[];
}

/** Widest column of values. */
const VALUE_COLUMN = 32;

/** The table. */
export function renderConfig(report: SettingsReport): string {
  const { command, files, envFile, folders, settings, problems } = report;
  const found = [
    ...files.map(({ path, scope }): Row => [`${scope} file`, path]),
    [".env file", envFile ?? "none"] as const,
    ["user's settings", folders.config] as const,
    ["records", folders.state] as const,
    ["cache", folders.cache] as const,
  ];
  const lines = [
    "Files and folders",
    ...columns(found.map(([name, text]) => [name, text, ""])),
    "",
    `Settings of ${command}`,
    ...columns(settings.map(({ name, text, origin }) => [name, text, describeOrigin(origin)])),
    ...(settings.length === 0 ? ["  all as built in"] : []),
    ...problems.flatMap(({ message, hint }) => [
      "",
      `Problem: ${message}`,
      ...(hint === undefined ? [] : [`Hint: ${hint}`]),
    ]),
  ];
  return disarm(`${lines.join("\n")}\n`);
}

/** The same as one object. */
export function configRecord(report: SettingsReport): JsonObject {
  const { command, files, envFile, folders, settings, problems } = report;
  return {
    command,
    files: files.map(({ path, scope }) => ({ path, scope })),
    env_file: envFile ?? null,
    folders: { ...folders },
    settings: settings.map(({ name, section, value, origin }) => ({
      name,
      section,
      value: jsonOf(value),
      origin: originRecord(origin),
    })),
    problems: problems.map(({ code, message, hint }) => ({
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

type Row = readonly [name: string, text: string];

function columns(rows: readonly (readonly [string, string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  const texts = Math.min(Math.max(...rows.map(([, text]) => text.length)), VALUE_COLUMN);
  return rows.map(([name, text, note]) =>
    `  ${name.padEnd(width)}  ${text.padEnd(texts)}  ${note}`.trimEnd()
  );
}

function jsonOf(value: EffectiveSetting["value"]): JsonValue {
  return value === undefined ? null : Array.isArray(value) ? [...value] : value as JsonValue;
}

function originRecord(origin: Origin): JsonObject {
  return { ...origin, text: describeOrigin(origin) };
}

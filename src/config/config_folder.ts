/**
 * Where the user's own settings for all projects are.
 *
 * @module
 */

import type { UserPlaces } from "./user_places.ts";

/**
 * Folder of the user's settings: `$XDG_CONFIG_HOME/fleet-rlm`, `~/.config/fleet-rlm`, or
 * `%APPDATA%\fleet-rlm` on Windows. A relative `XDG_CONFIG_HOME` is ignored, as its specification
 * demands.
 */
export function configFolder({ env, os, home }: UserPlaces): string {
  const xdg = env["XDG_CONFIG_HOME"];
  if (xdg?.startsWith("/")) return `${xdg}/fleet-rlm`;
  if (os === "windows") {
    const base = env["APPDATA"] || `${env["USERPROFILE"] || home}\\AppData\\Roaming`;
    return `${base}\\fleet-rlm`;
  }
  return `${env["HOME"] || home}/.config/fleet-rlm`;
}

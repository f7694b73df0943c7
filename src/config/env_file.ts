/**
 * Finding and reading the `.env` file. It adds to the environment and never overrides it; the
 * process environment itself is left as it is.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { FleetError, messageOf } from "../core/errors.ts";

/** A file that was read. */
export interface EnvFile {
  /** Its path. */
  readonly path: string;
  /** What it sets. */
  readonly values: Readonly<Record<string, string>>;
}

/** Files and folders that mark the root of a project. */
const PROJECT_MARKS: readonly string[] = [
  "deno.json",
  "deno.jsonc",
  "package.json",
  "pyproject.toml",
  "Cargo.toml",
  "go.mod",
  ".git",
];

/**
 * Path of the `.env` file that applies in a folder: its own, else that of the nearest ancestor that
 * is the root of a project; undefined when neither has one.
 */
export async function findEnvFile(folder: string): Promise<string | undefined> {
  const own = join(folder, ".env");
  if (await exists(own, "file")) return own;
  for (let at = folder;; at = dirname(at)) {
    for (const mark of PROJECT_MARKS) {
      if (!await exists(join(at, mark), "any")) continue;
      const path = join(at, ".env");
      return await exists(path, "file") ? path : undefined;
    }
    if (dirname(at) === at) return undefined;
  }
}

/**
 * Reads a `.env` file.
 * @throws {FleetError} `input-missing` when it is not there, `input-unreadable` otherwise.
 */
export async function readEnvFile(path: string): Promise<EnvFile> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    const missing = cause instanceof Deno.errors.NotFound;
    throw new FleetError(
      missing ? "input-missing" : "input-unreadable",
      `Cannot read env file "${path}": ${missing ? "no such file" : messageOf(cause)}`,
      { hint: "Check --env-file, or leave it out to use the project's .env", cause },
    );
  }
  const { parse } = await import("@std/dotenv/parse");
  return { path, values: parse(text.replace(/^\uFEFF/, "")) };
}

async function exists(path: string, kind: "file" | "any"): Promise<boolean> {
  try {
    const info = await Deno.stat(path);
    return kind === "any" || !info.isDirectory;
  } catch {
    return false;
  }
}

/**
 * The checks of `doctor` on the program itself: the Deno that it runs on, its folders, its settings.
 *
 * @module
 */

import { dirname, join } from "node:path";
import type { Config } from "../../config/config.ts";
import type { DiagnosticCheck, Finding } from "../../core/diagnosis.ts";
import { messageOf } from "../../core/errors.ts";
import type { OptionDefaults } from "../defaults/load_defaults.ts";
import { TESTED_DENO_VERSION, VERSION } from "../../core/version.gen.ts";

/** What is looked at. */
export interface ProgramCheckOptions {
  /** Folder of what outlives the program. */
  readonly stateFolder: string;
  /** Folder of what can be made anew. */
  readonly cacheFolder: string;
  /** The settings in force, or why there are none. */
  readonly config: Promise<Config>;
  /** Reads the configuration files. */
  readonly inspectFiles: () => Promise<Pick<OptionDefaults, "files" | "problems">>;
}

/** The checks, in order. */
export function programChecks(options: ProgramCheckOptions): readonly DiagnosticCheck[] {
  const { stateFolder, cacheFolder, config, inspectFiles } = options;
  return [
    {
      name: "program.deno",
      title: "Deno",
      run: () => Promise.resolve(judgeDeno(Deno.version.deno, Deno.build.standalone)),
    },
    {
      name: "program.state-folder",
      title: "Folder of records",
      run: () => tryFolder(stateFolder, "XDG_STATE_HOME"),
    },
    {
      name: "program.cache-folder",
      title: "Folder of the cache",
      run: () => tryFolder(cacheFolder, "XDG_CACHE_HOME"),
    },
    {
      name: "program.config-files",
      title: "Configuration files",
      run: async () => judgeFiles(await inspectFiles()),
    },
    {
      name: "program.env-file",
      title: ".env file",
      run: async () => ({ status: "ok", message: (await config).envFile ?? "none found" }),
    },
  ];
}

function judgeFiles(
  { files, problems: [problem, ...others] }: Pick<OptionDefaults, "files" | "problems">,
): Finding {
  const details = { files: files.map(({ path, scope }) => ({ path, scope })) };
  if (problem === undefined) {
    const message = files.map(({ path }) => path).join(", ") || "none found";
    return { status: "ok", message, details };
  }
  const more = others.length === 0 ? "" : `, and ${others.length} more: see fleet-rlm config`;
  return {
    status: "failed",
    message: `${problem.message}${more}`,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    details,
  };
}

/** How well a version of Deno serves. Those of a compiled program came with it. */
export function judgeDeno(version: string, isStandalone: boolean): Finding {
  const message = `${version}, fleet-rlm ${VERSION}`;
  const details = { deno: version, fleet_rlm: VERSION, compiled: isStandalone };
  if (isStandalone) return { status: "ok", message: `${message}, compiled`, details };
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = TESTED_DENO_VERSION.split(".").map(Number);
  if (major === wantedMajor && minor >= wantedMinor) return { status: "ok", message, details };
  return {
    status: "warning",
    message: `${message}; it is tested with Deno ${TESTED_DENO_VERSION}`,
    hint: `Run deno upgrade ${TESTED_DENO_VERSION}`,
    details,
  };
}

/** Writes a file in the folder, made if need be, and leaves everything as it was. */
export async function tryFolder(folder: string, variable: string): Promise<Finding> {
  const details = { path: folder };
  try {
    const made = await makeFolders(folder);
    try {
      await Deno.remove(await Deno.makeTempFile({ dir: folder, prefix: ".doctor-" }));
    } finally {
      for (const path of made) await Deno.remove(path).catch(() => {});
    }
    const state = made.length === 0 ? "writable" : "not there yet, can be made";
    return { status: "ok", message: `${folder} (${state})`, details };
  } catch (error) {
    return {
      status: "failed",
      message: `Cannot write to "${folder}": ${messageOf(error)}`,
      hint: `Make it writable, or name another place with ${variable}`,
      details,
    };
  }
}

/** Makes the folders of a path that are missing, and gives those made, innermost first. */
async function makeFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = folder; !await exists(at); at = dirname(at)) missing.unshift(at);
  const made: string[] = [];
  try {
    for (const path of missing) {
      await Deno.mkdir(path, { mode: 0o700 });
      made.unshift(path);
    }
  } catch (error) {
    for (const path of made) await Deno.remove(path).catch(() => {});
    throw error;
  }
  return made;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(join(path, "."));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return dirname(path) === path;
    throw error;
  }
}

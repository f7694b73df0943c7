/**
 * Finds the Python that guests run on, once.
 *
 * Version managers put slow shell scripts on PATH (100 ms and more for each start): the real
 * executable behind them is asked for once and remembered, in memory and in the cache folder, for as
 * long as neither the script nor the executable changes. The question is put in a folder and an
 * environment where nothing of the user's can get between.
 *
 * @module
 */

import { FleetError } from "../../src/core/errors.ts";
import { createProbeCache, fingerprint, type ProbeCache } from "./probe_cache.ts";

/** A Python that was found and asked who it is. */
export interface PythonInstall {
  /** The real executable, absolute, without links. */
  readonly executable: string;
  /** Such as `3.12.1`. */
  readonly version: string;
  /** Its folders of installed packages. */
  readonly packagePaths: readonly string[];
  /** Folders that it needs to run: its own and, in a virtual environment, the base's. */
  readonly prefixes: readonly string[];
  /** What changes when the executable does. */
  readonly fingerprint: string;
}

/** Where to look. */
export interface FindPythonOptions {
  /** Name or path to use instead of searching. */
  readonly python?: string;
  /** Folder in which to remember the find. */
  readonly cacheFolder?: string;
}

/** Oldest minor version of Python 3 that the driver runs on. */
const MIN_MINOR = 10;
const NAMES: readonly string[] = [
  "python3.12",
  "python3",
  "python3.14",
  "python3.13",
  "python3.11",
  "python3.10",
  "python",
];
const PROBE = `import sys
sys.path[:] = [p for p in sys.path if p]
import json, os, site
users = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
print(json.dumps([os.path.realpath(sys.executable), list(sys.version_info[:3]),
  [*site.getsitepackages(), *users],
  sorted({os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)})]))`;
/** What a version manager needs to choose; nothing else of the environment reaches the probe. */
const PROBE_ENV: readonly string[] = ["PATH", "HOME", "PYENV_ROOT", "PYENV_VERSION", "ASDF_DIR"];

const found = new Map<string, PythonInstall>();

/**
 * The Python to run guests on: the one named, or the best on PATH (3.12 preferred).
 * @throws {FleetError} `python-missing` when there is none of version 3.10 or newer.
 */
export async function findPython(options: FindPythonOptions = {}): Promise<PythonInstall> {
  const key = JSON.stringify([options.python ?? "", Deno.env.get("PATH"), Deno.cwd()]);
  const known = found.get(key);
  if (known) return known;
  const cache = await createProbeCache(options.cacheFolder);
  const install = await search(options.python, cache);
  found.set(key, install);
  await cache.save();
  return install;
}

async function search(python: string | undefined, cache: ProbeCache): Promise<PythonInstall> {
  const tooOld: string[] = [];
  for (const name of python === undefined ? NAMES : [python]) {
    const path = locate(name);
    if (path === undefined) continue;
    const install = await cache.get(path, () => probe(path));
    if (!install) continue;
    if (isNewEnough(install.version)) return install;
    tooOld.push(`${install.executable} (${install.version})`);
  }
  const hint = "Install Python 3.10 or newer, or name one with --python or FLEET_RLM_PYTHON";
  if (tooOld.length > 0) {
    const message = `Cannot use Python: ${tooOld.join(", ")} is older than 3.${MIN_MINOR}`;
    throw new FleetError("python-missing", message, { hint });
  }
  const message = python === undefined
    ? "Cannot find Python: no python3 on PATH"
    : `Cannot use Python "${python}": it is not there or does not run`;
  throw new FleetError("python-missing", message, { hint });
}

/** The file behind a name on PATH or a path, absolute. */
function locate(name: string): string | undefined {
  const isWindows = Deno.build.os === "windows";
  if (/[\\/]/.test(name)) {
    const isAbsolute = name.startsWith("/") || /^[A-Za-z]:/.test(name);
    return isAbsolute ? name : `${Deno.cwd()}/${name}`;
  }
  const file = isWindows && !name.endsWith(".exe") ? `${name}.exe` : name;
  for (const folder of (Deno.env.get("PATH") ?? "").split(isWindows ? ";" : ":")) {
    if (!folder.startsWith("/") && !isWindows) continue;
    if (fingerprint(`${folder}/${file}`) !== undefined) return `${folder}/${file}`;
  }
  return undefined;
}

async function probe(path: string): Promise<PythonInstall | undefined> {
  try {
    const output = await new Deno.Command(path, {
      args: ["-c", PROBE],
      ...(await isScript(path) ? {} : { cwd: "/" }),
      clearEnv: true,
      env: Object.fromEntries(PROBE_ENV.flatMap((name) => {
        const value = Deno.env.get(name);
        return value === undefined ? [] : [[name, value]];
      })),
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).output();
    if (!output.success) return undefined;
    const lines = new TextDecoder().decode(output.stdout).trim().split("\n");
    const [executable, version, packagePaths, prefixes] = JSON.parse(lines.at(-1)!);
    return {
      executable,
      version: version.join("."),
      packagePaths,
      prefixes,
      fingerprint: fingerprint(executable) ?? "",
    };
  } catch {
    return undefined;
  }
}

/** Whether a file is a script, whose choice may depend on the current folder. */
async function isScript(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const head = new Uint8Array(2);
  return await file.read(head) === 2 && head[0] === 0x23 && head[1] === 0x21;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= MIN_MINOR;
}

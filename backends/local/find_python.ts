/**
 * Finds the Python that guests run on, once.
 *
 * Version managers put slow shell scripts on PATH (100 ms and more for each start): the real
 * executable behind them is asked for once and remembered, in memory and in the cache folder.
 *
 * @module
 */

import { FleetError } from "../../src/core/errors.ts";

/** A Python that was found and asked who it is. */
export interface PythonInstall {
  /** The real executable, absolute. */
  readonly executable: string;
  /** Such as `3.12.1`. */
  readonly version: string;
  /** Its folders of installed packages. */
  readonly packagePaths: readonly string[];
  /** Folders that it needs to run: its own and, in a virtual environment, the base's. */
  readonly prefixes: readonly string[];
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
const PROBE = `import json, site, sys
print(json.dumps([sys.executable, list(sys.version_info[:3]),
  [p for p in [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]],
  sorted({sys.prefix, sys.base_prefix, sys.exec_prefix})]))`;
const MAX_REMEMBERED = 32;

const found = new Map<string, PythonInstall>();

/**
 * The Python to run guests on: the one named, or the best on PATH (3.12 preferred).
 * @throws {FleetError} `python-missing` when there is none of version 3.10 or newer.
 */
export async function findPython(options: FindPythonOptions = {}): Promise<PythonInstall> {
  const key = JSON.stringify([
    options.python ?? null,
    Deno.env.get("PATH") ?? "",
    Deno.env.get("PYENV_VERSION") ?? "",
    Deno.cwd(),
  ]);
  const known = found.get(key) ?? await recall(key, options.cacheFolder);
  if (known) {
    found.set(key, known);
    return known;
  }
  const install = await search(options.python);
  found.set(key, install);
  await remember(key, install, options.cacheFolder);
  return install;
}

async function search(python: string | undefined): Promise<PythonInstall> {
  const tooOld: string[] = [];
  for (const candidate of python ? [python] : NAMES) {
    const install = await probe(candidate);
    if (!install) continue;
    if (isNewEnough(install.version)) return install;
    tooOld.push(`${install.executable} (${install.version})`);
  }
  const hint = "Install Python 3.10 or newer, or name one with --python or FLEET_RLM_PYTHON";
  if (tooOld.length > 0) {
    const message = `Cannot use Python: ${tooOld.join(", ")} is older than 3.${MIN_MINOR}`;
    throw new FleetError("python-missing", message, { hint });
  }
  const message = python
    ? `Cannot use Python "${python}": it is not there or does not run`
    : "Cannot find Python: no python3 on PATH";
  throw new FleetError("python-missing", message, { hint });
}

async function probe(candidate: string): Promise<PythonInstall | undefined> {
  try {
    const output = await new Deno.Command(candidate, {
      args: ["-c", PROBE],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).output();
    if (!output.success) return undefined;
    const lines = new TextDecoder().decode(output.stdout).trim().split("\n");
    const [executable, version, packagePaths, prefixes] = JSON.parse(lines.at(-1)!);
    return { executable, version: version.join("."), packagePaths, prefixes };
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= MIN_MINOR;
}

async function recall(key: string, folder: string | undefined): Promise<PythonInstall | undefined> {
  const install = (await readCache(folder))[key];
  if (!install?.prefixes) return undefined;
  try {
    return (await Deno.stat(install.executable)).isFile ? install : undefined;
  } catch {
    return undefined;
  }
}

async function remember(
  key: string,
  install: PythonInstall,
  folder: string | undefined,
): Promise<void> {
  if (folder === undefined) return;
  const entries = Object.entries(await readCache(folder)).slice(-MAX_REMEMBERED + 1);
  const text = JSON.stringify(Object.fromEntries([...entries, [key, install]]), null, 1);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const draft = `${cacheFile(folder)}.${Deno.pid}`;
    await Deno.writeTextFile(draft, text, { mode: 0o600 });
    await Deno.rename(draft, cacheFile(folder));
  } catch {
    // A cache that cannot be written costs one search each time, nothing more.
  }
}

async function readCache(folder: string | undefined): Promise<Record<string, PythonInstall>> {
  if (folder === undefined) return {};
  try {
    return JSON.parse(await Deno.readTextFile(cacheFile(folder)));
  } catch {
    return {};
  }
}

function cacheFile(folder: string): string {
  return `${folder}/python.json`;
}

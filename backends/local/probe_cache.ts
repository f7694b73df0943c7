/**
 * Remembers what candidates for Python answered, until the files concerned change.
 *
 * @module
 */

import type { PythonInstall } from "./find_python.ts";

/** What is known of candidates. */
export interface ProbeCache {
  /** What is known of a candidate, or what `probe` finds out about it. */
  get(
    path: string,
    probe: () => Promise<PythonInstall | undefined>,
  ): Promise<PythonInstall | undefined>;
  /** Writes what is new, if there is something and somewhere to write it. */
  save(): Promise<void>;
}

/** Most candidates remembered. */
const MAX_ENTRIES = 64;

/** A cache in a folder, or in memory alone. A cache that cannot be read or written is an empty one. */
export async function createProbeCache(folder: string | undefined): Promise<ProbeCache> {
  const file = folder === undefined ? undefined : `${folder}/python.json`;
  const entries = new Map(Object.entries(await read(file)));
  let isNew = false;
  return {
    async get(path, probe) {
      const key = candidateKey(path);
      const known = entries.get(key);
      if (known === null) return undefined;
      if (known && fingerprint(known.executable) === known.fingerprint) return known;
      const install = await probe();
      entries.delete(key);
      entries.set(key, install ?? null);
      isNew = true;
      return install;
    },
    async save() {
      if (!isNew || file === undefined) return;
      const kept = Object.fromEntries([...entries].slice(-MAX_ENTRIES));
      try {
        await Deno.mkdir(folder!, { recursive: true });
        await Deno.writeTextFile(`${file}.${Deno.pid}`, JSON.stringify(kept, null, 1), {
          mode: 0o600,
        });
        await Deno.rename(`${file}.${Deno.pid}`, file);
      } catch {
        // Asked again next time, nothing more.
      }
    },
  };
}

/** What changes when a file or the file behind a link does; undefined when there is no file. */
export function fingerprint(path: string): string | undefined {
  try {
    const { isFile, size, mtime, ino } = Deno.statSync(path);
    return isFile ? `${Deno.realPathSync(path)} ${size} ${mtime?.getTime()} ${ino}` : undefined;
  } catch {
    return undefined;
  }
}

/** A script's answer may depend on the folder and on what the version manager was told. */
function candidateKey(path: string): string {
  return JSON.stringify([path, fingerprint(path), Deno.env.get("PYENV_VERSION"), Deno.cwd()]);
}

async function read(file: string | undefined): Promise<Record<string, PythonInstall | null>> {
  if (file === undefined) return {};
  try {
    const kept: unknown = JSON.parse(await Deno.readTextFile(file));
    return typeof kept === "object" && kept !== null
      ? kept as Record<string, PythonInstall | null>
      : {};
  } catch {
    return {};
  }
}

/**
 * The driver in the form that starts fastest: a file for Python to run, compiled once for each Python and
 * kept in the cache folder. Compiling it anew costs about as much as starting Python itself.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { driverSource, PRECOMPILER } from "../../sandbox/mod.ts";
import type { PythonInstall } from "./find_python.ts";

/** Where the checksum of what follows is in the file: Python leaves it alone. */
const CHECKSUM = { start: 8, end: 16 } as const;

const known = new Map<string, string>();

/**
 * Path of the compiled driver for a Python, checked once; `undefined` when there is no folder to keep it
 * in, or it cannot be made.
 */
export async function compiledDriver(
  python: PythonInstall,
  cacheFolder: string | undefined,
): Promise<string | undefined> {
  if (cacheFolder === undefined) return undefined;
  const name = JSON.stringify([cacheFolder, python.fingerprint, python.version]);
  const path = known.get(name);
  if (path !== undefined && isThere(path)) return path;
  const found = await find(python, cacheFolder);
  if (found !== undefined) known.set(name, found);
  return found;
}

async function find(python: PythonInstall, cacheFolder: string): Promise<string | undefined> {
  const key = digest([driverSource(), PRECOMPILER, python.fingerprint, python.version]);
  const file = `${cacheFolder}/driver-${key.toString("hex").slice(0, 24)}.pyc`;
  return await isWhole(file) || await compile(python, file) ? file : undefined;
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function isWhole(file: string): Promise<boolean> {
  try {
    const bytes = await Deno.readFile(file);
    return checksum(bytes).equals(bytes.subarray(CHECKSUM.start, CHECKSUM.end));
  } catch {
    return false;
  }
}

/** Makes the file; whether it is there now. */
async function compile(python: PythonInstall, file: string): Promise<boolean> {
  const draft = `${file}.${Deno.pid}`;
  try {
    const child = new Deno.Command(python.executable, {
      args: ["-I", "-S", "-X", "no_debug_ranges", "-c", PRECOMPILER],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    const writing = writer.write(driverSource()).then(() => writer.close()).catch(() => {});
    const { success, stdout } = await child.output();
    await writing;
    if (!success) return false;
    stdout.set(checksum(stdout), CHECKSUM.start);
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(draft, stdout, { mode: 0o600 });
    await Deno.rename(draft, file);
    return true;
  } catch {
    return false; // A cache that cannot be written costs a compilation at each start, nothing more.
  }
}

function checksum(bytes: Uint8Array) {
  return digest([bytes.subarray(CHECKSUM.end)]).subarray(0, CHECKSUM.end - CHECKSUM.start);
}

function digest(parts: readonly (string | Uint8Array)[]) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

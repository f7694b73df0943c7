/**
 * The driver's bundle in the form that starts fastest: compiled once for each Python, kept in the
 * cache folder. Compiling it anew costs about as much as starting Python itself.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { driverBundle, driverSource, PRECOMPILER } from "../../sandbox/mod.ts";
import type { PythonInstall } from "./find_python.ts";

const CHECKSUM_BYTES = 32;

const known = new Map<string, Uint8Array>();

/** The bundle for a Python: compiled when there is a cache folder to keep it in, else as source. */
export async function compiledDriver(
  python: PythonInstall,
  cacheFolder: string | undefined,
): Promise<Uint8Array> {
  if (cacheFolder === undefined) return driverBundle();
  const name = JSON.stringify([cacheFolder, python.fingerprint, python.version]);
  const bundle = known.get(name) ?? await find(python, cacheFolder);
  known.set(name, bundle);
  return bundle;
}

async function find(python: PythonInstall, cacheFolder: string): Promise<Uint8Array> {
  const key = digest([driverSource(), python.fingerprint, python.version]).toString("hex");
  const file = `${cacheFolder}/driver-${key.slice(0, 24)}.bin`;
  const bytes = await recall(file) ?? await compile(python, file);
  return bytes ? driverBundle({ kind: "m", bytes }) : driverBundle();
}

async function recall(file: string): Promise<Uint8Array | undefined> {
  try {
    const kept = await Deno.readFile(file);
    const bytes = kept.subarray(CHECKSUM_BYTES);
    const isWhole = digest([bytes]).equals(kept.subarray(0, CHECKSUM_BYTES));
    return isWhole ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function compile(python: PythonInstall, file: string): Promise<Uint8Array | undefined> {
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
    if (!success) return undefined;
    await keep(file, stdout);
    return stdout;
  } catch {
    return undefined;
  }
}

async function keep(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${Deno.pid}`;
  const kept = new Uint8Array(CHECKSUM_BYTES + bytes.length);
  kept.set(digest([bytes]));
  kept.set(bytes, CHECKSUM_BYTES);
  try {
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(draft, kept, { mode: 0o600 });
    await Deno.rename(draft, file);
  } catch {
    // A cache that cannot be written costs a compilation at each start, nothing more.
  }
}

function digest(parts: readonly (string | Uint8Array)[]) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

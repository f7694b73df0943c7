/**
 * Which isolation a local sandbox gets: what was asked for, what this machine can do, and what to say
 * when the two do not meet.
 *
 * @module
 */

import type { BackendSettings, IsolationLevel } from "../../src/core/backend.ts";
import { FleetError } from "../../src/core/errors.ts";
import { findPython, type PythonInstall } from "./find_python.ts";
import { trySeatbelt } from "./seatbelt_trial.ts";

/** The levels, strongest first. */
const LEVELS: readonly IsolationLevel[] = ["bubblewrap", "landlock", "sandbox-exec", "process"];

const PROBE_ARGS: readonly string[] = [
  ...["--ro-bind", "/", "/", "--unshare-all", "--unshare-user", "--uid", "65534"],
  ...["--proc", "/proc", "--dev", "/dev", "--die-with-parent", "true"],
];

let hasBubblewrap: Promise<boolean> | undefined;
const seatbelts = new Map<string, Promise<boolean>>();

/**
 * The level to start with. `landlock` may still turn out not to be supported: then
 * {@linkcode settleIsolation} decides.
 * @throws {FleetError} `isolation-unavailable` when a level named cannot be had.
 */
export async function chooseIsolation(
  settings: BackendSettings,
  python: () => Promise<PythonInstall> = () => findPython(settings),
): Promise<IsolationLevel> {
  const wanted = settings.isolation ?? "auto";
  if (wanted !== "auto") {
    assertStrongEnough(wanted, settings);
    if (wanted === "bubblewrap" && !(await canBubblewrap(settings.cacheFolder))) {
      throw unavailable("bubblewrap", "bwrap is not installed or may not make namespaces here");
    }
    if (wanted === "sandbox-exec" && !(await canSeatbelt(settings, python))) {
      throw unavailable("sandbox-exec", "this is no Mac, or its sandbox does not hold here");
    }
    return wanted;
  }
  if (Deno.build.os !== "linux") {
    const isMac = Deno.build.os === "darwin";
    const level = isMac && await canSeatbelt(settings, python) ? "sandbox-exec" : "process";
    assertStrongEnough(level, settings);
    return level;
  }
  if (await canBubblewrap(settings.cacheFolder)) return "bubblewrap";
  assertStrongEnough("landlock", settings);
  return "landlock";
}

/**
 * The level in force once the driver has said whether it is confined.
 * @throws {FleetError} `isolation-unavailable` when that is less than was asked for.
 */
export function settleIsolation(
  planned: IsolationLevel,
  confined: boolean,
  settings: BackendSettings,
): IsolationLevel {
  if (planned !== "landlock" || confined) return planned;
  if (settings.isolation === "landlock") {
    throw unavailable("landlock", "this kernel does not offer Landlock and seccomp");
  }
  assertStrongEnough("process", settings);
  return "process";
}

function assertStrongEnough(level: IsolationLevel, { requireIsolation }: BackendSettings): void {
  if (!requireIsolation || LEVELS.indexOf(level) <= LEVELS.indexOf(requireIsolation)) return;
  throw unavailable(requireIsolation, `the strongest that can be had here is "${level}"`);
}

function unavailable(level: IsolationLevel, why: string): FleetError {
  return new FleetError(
    "isolation-unavailable",
    `Cannot isolate the sandbox with "${level}": ${why}`,
    {
      hint: level === "bubblewrap"
        ? "Install bubblewrap, or accept less with --isolation landlock or --isolation process"
        : "Accept less with --isolation process, which shuts nothing in",
    },
  );
}

/** A guest can be shut in on a Mac whose `sandbox-exec` was tried with this Python. */
async function canSeatbelt(
  { cacheFolder }: BackendSettings,
  findPython: () => Promise<PythonInstall>,
): Promise<boolean> {
  if (Deno.build.os !== "darwin") return false;
  const python = await findPython();
  const known = seatbelts.get(python.fingerprint) ?? trySeatbelt({ python, cacheFolder });
  seatbelts.set(python.fingerprint, known);
  return await known;
}

function canBubblewrap(cacheFolder: string | undefined): Promise<boolean> {
  return hasBubblewrap ??= probeOnce(cacheFolder);
}

/** Asks bwrap itself, once for each boot of the machine. */
async function probeOnce(cacheFolder: string | undefined): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const file = cacheFolder === undefined ? undefined : `${cacheFolder}/bubblewrap.json`;
  const key = JSON.stringify([await bootId(), Deno.uid(), Deno.env.get("PATH") ?? ""]);
  try {
    if (file && JSON.parse(await Deno.readTextFile(file)).key === key) return true;
  } catch {
    // Not known yet.
  }
  try {
    const command = new Deno.Command("bwrap", {
      args: [...PROBE_ARGS],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    });
    if (!(await command.output()).success) return false;
  } catch {
    return false;
  }
  try {
    if (file) {
      await Deno.mkdir(cacheFolder!, { recursive: true });
      await Deno.writeTextFile(file, JSON.stringify({ key }), { mode: 0o600 });
    }
  } catch {
    // Asked again next time.
  }
  return true;
}

async function bootId(): Promise<string> {
  try {
    return (await Deno.readTextFile("/proc/sys/kernel/random/boot_id")).trim();
  } catch {
    return "";
  }
}

/**
 * The box round a local guest at each isolation level: the command that starts it, what its driver is
 * told to give up, how files get in, and what may be claimed of it.
 *
 * @module
 */

import type { BackendSettings, IsolationLevel, ResourceLimits } from "../../src/core/backend.ts";
import {
  BOOTSTRAP,
  type Confinement,
  type DriverSettings,
  type Surroundings,
} from "../../sandbox/mod.ts";
import type { FileReference } from "../../src/core/variable.ts";
import { bubblewrapArgs, INPUTS, VOLUME, WORK } from "./bubblewrap.ts";
import type { PythonInstall } from "./find_python.ts";
import { settleIsolation } from "./isolation.ts";
import { seatbeltProfile } from "./seatbelt_profile.ts";
import { SANDBOX_EXEC } from "./seatbelt_trial.ts";

/** What a box is planned from. */
export interface BoxOptions {
  /** The level to start with. */
  readonly level: IsolationLevel;
  /** The Python inside. */
  readonly python: PythonInstall;
  /** Path of the compiled driver; without it the driver comes on standard input. */
  readonly driver: string | undefined;
  /** The temporary folder of this sandbox on the host. */
  readonly folder: string;
  /** Files that will be bound. */
  readonly files: readonly FileReference[];
  /** The backend's settings. */
  readonly settings: BackendSettings;
}

/** How to start a guest and what to know of it. */
export interface Box {
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  /** Environment of the guest, all of it. */
  readonly env: Readonly<Record<string, string>>;
  /** What the driver does to itself. */
  readonly driver: DriverSettings;
  /** What is in force. */
  surroundings(confined: boolean): Surroundings;
  /** Brings a file in; its path inside. */
  place(file: FileReference): Promise<string>;
  /** Whether the process that was started is a wrapper round the guest. */
  readonly isWrapped: boolean;
}

const GIB = 1 << 30;
/** Limits at every level; `processes` counts the whole user's where the guest has no own namespace. */
const DEFAULT_LIMITS: ResourceLimits = {
  memoryBytes: 16 * GIB,
  fileBytes: 4 * GIB,
  openFiles: 1024,
};
const BOXED_PROCESSES = 512;
const UNBOXED_PROCESSES = 8192;
const FILES = "/files";
/** Where the compiled driver appears inside bubblewrap. */
const DRIVER = "/driver.pyc";
const OPEN =
  "Nothing shuts the sandbox in: neither bubblewrap nor Landlock nor sandbox-exec can be had here, " +
  "so that its code may do what you may; install bubblewrap, or say --isolation process to accept it";
const DEVICES: readonly string[] = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"];
const SYSTEM: readonly string[] = [
  "/usr",
  "/lib",
  "/lib64",
  "/bin",
  "/etc/alternatives",
  "/etc/ld.so.cache",
  "/etc/localtime",
  "/dev/urandom",
  "/dev/random",
];
const NETWORK: readonly string[] = [
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/resolv.conf",
  "/etc/ssl",
];

/** The box for these options. */
export function planBox(options: BoxOptions): Box {
  return options.level === "bubblewrap" ? boxed(options) : unboxed(options);
}

function boxed({ python, driver, folder, files, settings }: BoxOptions): Box {
  const inputs = `${folder}/inputs`;
  Deno.mkdirSync(inputs);
  const places = new Map(files.map(({ path }, i) => [path, `${FILES}/${i}/${baseName(path)}`]));
  const args = bubblewrapArgs({
    prefixes: [...python.prefixes, ...python.packagePaths],
    inputs,
    files: driver === undefined ? places : new Map([...places, [driver, DRIVER]]),
    volume: settings.volume,
    read: settings.allowRead ?? [],
    write: settings.allowWrite ?? [],
    net: settings.allowNet ?? false,
  });
  return {
    command: ["bwrap", ...args, ...pythonCommand(python, driver && DRIVER)],
    env: environment(WORK),
    driver: {
      packagePaths: python.packagePaths,
      limits: { ...DEFAULT_LIMITS, processes: BOXED_PROCESSES, ...settings.limits },
      volume: settings.volume === undefined ? null : VOLUME,
      confine: null,
    },
    surroundings: () => ({
      backend: "local",
      isolation: "bubblewrap",
      network: settings.allowNet ?? false,
      filesystem: "a private working folder; the system and the inputs read-only" +
        opened(settings),
    }),
    async place({ path }) {
      const known = places.get(path);
      if (known) return known;
      const name = `${places.size}-${baseName(path)}`;
      places.set(path, `${INPUTS}/${name}`);
      await Deno.link(path, `${inputs}/${name}`).catch(() =>
        Deno.copyFile(path, `${inputs}/${name}`)
      );
      return `${INPUTS}/${name}`;
    },
    isWrapped: true,
  };
}

function unboxed(options: BoxOptions): Box {
  const { level, python, driver, folder, files, settings } = options;
  const known = new Set(files.map(({ path }) => path));
  const rights = rightsOf(options, known);
  const { net } = rights;
  const command = pythonCommand(python, driver);
  return {
    command: level === "sandbox-exec"
      ? [SANDBOX_EXEC, "-p", seatbeltProfile(withoutLinks(rights)), ...command]
      : command,
    env: environment(folder),
    driver: {
      packagePaths: python.packagePaths,
      limits: { ...DEFAULT_LIMITS, processes: UNBOXED_PROCESSES, ...settings.limits },
      volume: settings.volume ?? null,
      confine: level === "landlock"
        ? {
          read: [...SYSTEM, ...(net ? NETWORK : []), ...rights.read],
          write: [...DEVICES, ...rights.write],
          net,
        }
        : null,
    },
    surroundings(confined) {
      const isolation = settleIsolation(level, confined, settings);
      return {
        backend: "local",
        isolation: isolation === "landlock" ? "landlock+seccomp" : isolation,
        network: isolation === "process" || net,
        filesystem: isolation === "process"
          ? "all that the user may read and write"
          : "its working folder; the system and the inputs read-only" + opened(settings),
        ...(isolation === "process" && settings.isolation !== "process" ? { warning: OPEN } : {}),
      };
    },
    async place({ path }) {
      if (level === "process" || known.has(path)) return path;
      const copy = `${folder}/${known.size}-${baseName(path)}`;
      known.add(copy);
      await Deno.copyFile(path, copy);
      return copy;
    },
    isWrapped: false,
  };
}

/** What a guest without a box of its own keeps, besides the system. */
function rightsOf(
  { python, driver, folder, settings }: BoxOptions,
  files: Iterable<string>,
): Confinement {
  const { allowNet = false, allowRead = [], allowWrite = [], volume } = settings;
  return {
    read: [
      ...python.prefixes,
      ...python.packagePaths,
      ...(driver === undefined ? [] : [driver]),
      ...files,
      ...allowRead,
    ],
    write: [folder, ...allowWrite, ...(volume === undefined ? [] : [volume])],
    net: allowNet,
  };
}

/** The same with the places that paths lead to; those that lead nowhere are left out. */
function withoutLinks({ net, read, write }: Confinement): Confinement {
  const real = (paths: readonly string[]) =>
    paths.flatMap((path) => {
      try {
        return [Deno.realPathSync(path)];
      } catch {
        return [];
      }
    });
  return { net, read: real(read), write: real(write) };
}

/** Python and what it runs: the driver as a file, where there is one. */
function pythonCommand(
  python: PythonInstall,
  driver: string | undefined,
): [string, ...string[]] {
  const program = driver === undefined ? ["-c", BOOTSTRAP] : [driver];
  return [python.executable, "-I", "-S", "-B", ...program];
}

function environment(home: string): Record<string, string> {
  if (Deno.build.os === "windows") {
    const root = Deno.env.get("SYSTEMROOT");
    return { TEMP: home, TMP: home, ...(root ? { SYSTEMROOT: root } : {}) };
  }
  return { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: home, TMPDIR: home, LANG: "C.UTF-8" };
}

function opened({ allowRead = [], allowWrite = [] }: BackendSettings): string {
  const reads = allowRead.length > 0 ? `; may read ${allowRead.join(", ")}` : "";
  const writes = allowWrite.length > 0 ? `; may write ${allowWrite.join(", ")}` : "";
  return reads + writes;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

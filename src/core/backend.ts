/**
 * Backends: the places where a sandbox can run, and the registry through which they are chosen.
 *
 * @module
 */

import type { Diagnose } from "./diagnosis.ts";
import type { Interpreter, InterpreterOptions, SessionHandle } from "./interpreter.ts";

/**
 * How strongly a local sandbox is shut in, strongest first: `bubblewrap` gives it namespaces of its
 * own, `landlock` takes rights away from the process (with seccomp), `sandbox-exec` is what macOS has,
 * `process` is a plain process with a scrubbed environment and resource limits.
 */
export type IsolationLevel = "bubblewrap" | "landlock" | "sandbox-exec" | "process";

/** Bounds on what a sandbox may use; what is left out keeps the backend's default. */
export interface ResourceLimits {
  /** Address space of a process, bytes. */
  readonly memoryBytes?: number;
  /** Processor time of a process, seconds. */
  readonly cpuSeconds?: number;
  /** Size of a written file, bytes. */
  readonly fileBytes?: number;
  /** Processes and threads. */
  readonly processes?: number;
  /** Open file descriptors of a process. */
  readonly openFiles?: number;
}

/** What a sandbox in a cloud is made of; what is left out keeps the backend's default. */
export interface CloudSettings {
  /** Application that sandboxes belong to. */
  readonly app?: string;
  /** Environment of the account. */
  readonly environment?: string;
  /** Image from a registry, such as `python:3.12-slim`. */
  readonly image?: string;
  /** Python packages to install into the image. */
  readonly packages?: readonly string[];
  /** Further commands of a Dockerfile, such as `RUN apt-get install -y jq`. */
  readonly imageCommands?: readonly string[];
  /** Physical cores. */
  readonly cores?: number;
  /** Memory of the whole sandbox, bytes. */
  readonly memoryBytes?: number;
  /** Graphics processor, such as `T4`. */
  readonly gpu?: string;
  /** Regions to choose from. */
  readonly regions?: readonly string[];
  /** Most milliseconds that a sandbox lives whatever happens. */
  readonly timeoutMs?: number;
  /** Name of the volume of the account that is mounted. */
  readonly volumeName?: string;
  /** Domains that the guest may reach, such as `pypi.org` or `*.example.org`. */
  readonly allowDomains?: readonly string[];
  /** Secrets of the account whose values become environment variables of the guest. */
  readonly secretNames?: readonly string[];
}

/** Something a backend wants the user to know while it works. */
export interface BackendNotice {
  /** `progress` is calm, `warning` must be read. */
  readonly kind: "progress" | "warning";
  /** One line or, for the log of a build, several. */
  readonly message: string;
}

/** Settings a backend may read; each takes what concerns it. */
export interface BackendSettings {
  /** Python executable for the local backend; found on PATH without it. */
  readonly python?: string;
  /** Folder for what may be kept between runs and found out again, such as where Python is. */
  readonly cacheFolder?: string;
  /**
   * Isolation to use; `auto` takes the strongest there is, a level named must be had.
   * @default {"auto"}
   */
  readonly isolation?: IsolationLevel | "auto";
  /** Weakest isolation to accept. */
  readonly requireIsolation?: IsolationLevel;
  /**
   * Whether the guest may use the network.
   * @default {false}
   */
  readonly allowNet?: boolean;
  /** Absolute paths that the guest may read, at the same place. */
  readonly allowRead?: readonly string[];
  /** Absolute paths that the guest may read and write, at the same place. */
  readonly allowWrite?: readonly string[];
  /** Absolute path of a folder that the local backend mounts as the volume. */
  readonly volume?: string;
  /** Resource limits. */
  readonly limits?: ResourceLimits;
  /** Settings of sandboxes in a cloud. */
  readonly cloud?: CloudSettings;
  /** Value of a variable of the environment or the `.env` file, such as a token. */
  lookup?(variable: string): string | undefined;
  /** Hears what a backend is doing; nobody by default. */
  notify?(notice: BackendNotice): void;
}

/** How eagerly interpreters are started for child runs that may come. */
export interface PoolHint {
  /**
   * Interpreters that are kept ready from the start of a run that may have children; after a batch of
   * children as many more as it asked for, for a while. 0 keeps none: every child then starts its own,
   * those of a batch side by side. For places where a start takes money or idling does.
   */
  readonly spares: number;
}

/** What sandboxes in a cloud took. */
export interface BackendBill {
  /** Sandboxes that have ended. */
  readonly sandboxes: number;
  /** Seconds that they lived, added up. */
  readonly seconds: number;
  /** What that costs, US dollars, where the rates are known. */
  readonly costUsd?: number;
  /** Whether the cost is for what was used; else for what was reserved, which is the least of it. */
  readonly isMeasured: boolean;
}

/** A place where interpreters can be made. */
export interface Backend {
  /** Its name on the command line. */
  readonly name: string;
  /**
   * How eagerly interpreters are started for children.
   * @default {{ spares: 1 }}
   */
  readonly pool?: PoolHint;
  /** A new interpreter; does no I/O. */
  createInterpreter(options?: InterpreterOptions): Interpreter;
  /**
   * An interpreter over a session that lives on although the process that started it is gone; does no
   * I/O. Its `start()` fails with `sandbox-lost` when there is nothing left to attach to.
   */
  attach?(handle: SessionHandle, options?: InterpreterOptions): Interpreter;
  /** What its sandboxes took so far; `undefined` when none has ended. Asks for rates; never fails. */
  bill?(): Promise<BackendBill | undefined>;
}

/** A backend that is known but not loaded. */
export interface BackendEntry {
  /** One line for `--help`. */
  readonly summary: string;
  /** Loads it. */
  load(settings: BackendSettings): Promise<Backend>;
  /**
   * Checks of `doctor`. When another backend is chosen, what failed is shown as a warning, so that a
   * check says how things stand and no more.
   */
  readonly diagnose?: Diagnose;
}

/** The known backends by name. */
export type BackendRegistry = Readonly<Record<string, BackendEntry>>;

/**
 * Backends: the places where a sandbox can run, and the registry through which they are chosen.
 *
 * @module
 */

import type { Interpreter, InterpreterOptions } from "./interpreter.ts";

/**
 * How strongly a local sandbox is shut in, strongest first: `bubblewrap` gives it namespaces of its
 * own, `landlock` takes rights away from the process (with seccomp), `process` is a plain process with
 * a scrubbed environment and resource limits.
 */
export type IsolationLevel = "bubblewrap" | "landlock" | "process";

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
}

/** A place where interpreters can be made. */
export interface Backend {
  /** Its name on the command line. */
  readonly name: string;
  /** A new interpreter; does no I/O. */
  createInterpreter(options?: InterpreterOptions): Interpreter;
}

/** A backend that is known but not loaded. */
export interface BackendEntry {
  /** One line for `--help`. */
  readonly summary: string;
  /** Loads it. */
  load(settings: BackendSettings): Promise<Backend>;
}

/** The known backends by name. */
export type BackendRegistry = Readonly<Record<string, BackendEntry>>;

/**
 * Backends: the places where a sandbox can run, and the registry through which they are chosen.
 *
 * @module
 */

import type { Interpreter, InterpreterOptions } from "./interpreter.ts";

/** Settings a backend may read; each takes what concerns it. */
export interface BackendSettings {
  /** Python executable for the local backend; found on PATH without it. */
  readonly python?: string;
  /** Folder for what may be kept between runs and found out again, such as where Python is. */
  readonly cacheFolder?: string;
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

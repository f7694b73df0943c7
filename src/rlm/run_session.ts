/**
 * The sandbox of a run: takes an interpreter, brings the variables to it, replaces it when it is lost,
 * and ends whatever is not somebody else's. One interpreter at a time.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import { FleetError, messageOf } from "../core/errors.ts";
import type { Capabilities, Interpreter } from "../core/interpreter.ts";
import type { Variable, VariableInfo } from "../core/variable.ts";
import { abortable } from "../core/abortable.ts";
import type { Emitter } from "./emitter.ts";
import type { RunClock } from "./limits/run_clock.ts";

/** An interpreter that a session may use for a while. */
export interface Lease {
  /** Ready for the run, started or not. */
  readonly interpreter: Interpreter;
  /** Whether it was started a while ago: it may be gone and nobody has noticed yet. */
  readonly isSpare: boolean;
  /** Ends it, or gives it back to whom it belongs. */
  end(): Promise<void>;
}

/** What a session is made of. */
export interface RunSessionOptions {
  /** Takes an interpreter. Nothing may be left behind when `signal` is aborted meanwhile. */
  lease(signal: AbortSignal): Promise<Lease>;
  /** Bound in every sandbox of the run. */
  readonly variables: readonly Variable[];
  /** Most milliseconds per cell; 0 for none. */
  readonly cellTimeoutMs: number;
  /** Where its events go. */
  readonly emitter: Emitter;
  /** When it must end. */
  readonly clock: RunClock;
}

/** The live sandbox of a run. */
export class RunSession {
  readonly #options: RunSessionOptions;
  #lease: Lease | undefined;
  #replacing = false;
  #variables: readonly VariableInfo[] = [];
  #capabilities: Capabilities | undefined;

  /** Does no I/O. */
  constructor(options: RunSessionOptions) {
    this.#options = options;
  }

  /** The variables as measured in the sandbox. */
  get variables(): readonly VariableInfo[] {
    return this.#variables;
  }

  /** What the sandbox is; `undefined` before it was opened. */
  get capabilities(): Capabilities | undefined {
    return this.#capabilities;
  }

  /** Starts a sandbox and binds the variables; ends the one that was there before, if any. */
  async open(): Promise<void> {
    const { clock, lease } = this.#options;
    const replacement = this.#replacing;
    this.#replacing = true;
    await this.close();
    this.#lease = await lease(clock.signal);
    try {
      await this.#prepare(this.#lease.interpreter, replacement);
    } catch (error) {
      if (!this.#lease?.isSpare || !isLoss(error)) throw error;
      // No code has run in it: the next one is as good.
      await this.open();
    }
  }

  async #prepare(interpreter: Interpreter, replacement: boolean): Promise<void> {
    const { clock, emitter } = this.#options;
    const capabilities = await abortable(interpreter.start(clock.signal), clock.signal);
    this.#capabilities = capabilities;
    emitter.emit({ type: "sandbox-start", capabilities, replacement });
    const { warning } = capabilities;
    if (warning !== undefined && !replacement) emitter.emit({ type: "run-warn", message: warning });
    this.#variables = await abortable(
      interpreter.bind(this.#options.variables, clock.signal),
      clock.signal,
    );
    emitter.emit({ type: "variable-bind", variables: this.#variables });
  }

  /** Runs a cell. A sandbox that turns out to be gone gives the result `crashed`. */
  async execute(code: string): Promise<CellResult> {
    const { clock } = this.#options;
    const signal = clock.cellSignal;
    const startedAt = performance.now();
    try {
      const options = { signal, ...this.#cellTimeout() };
      return await abortable(this.#requireInterpreter().execute(code, options), signal);
    } catch (error) {
      if (signal.aborted || !isLoss(error)) throw error;
      return {
        status: "crashed",
        reason: messageOf(error),
        output: { text: "", chars: 0, omittedChars: 0 },
        durationMs: performance.now() - startedAt,
        changes: [],
      };
    }
  }

  /** Ends the sandbox, if there is one. That it could not be ended is a warning, not an error. */
  async close(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    try {
      await lease?.end();
    } catch (error) {
      const message = `Cannot end the sandbox: ${messageOf(error)}`;
      this.#options.emitter.emit({ type: "run-warn", message });
    }
  }

  /** The time limit of the next cell: its own, or what is left to the run if that is less. */
  #cellTimeout(): { readonly timeoutMs?: number } {
    const { cellTimeoutMs, clock } = this.#options;
    const remainingMs = Math.max(1, Math.ceil(clock.remainingMs));
    if (!Number.isFinite(remainingMs)) return {};
    return { timeoutMs: cellTimeoutMs > 0 ? Math.min(cellTimeoutMs, remainingMs) : remainingMs };
  }

  #requireInterpreter(): Interpreter {
    if (this.#lease !== undefined) return this.#lease.interpreter;
    throw new FleetError("internal", "Cannot run a cell: the session is not open");
  }
}

function isLoss(error: unknown): boolean {
  return error instanceof FleetError &&
    (error.code === "sandbox-lost" || error.code === "sandbox-ended");
}

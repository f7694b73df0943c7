/**
 * The contract between the engine and any place where Python runs.
 *
 * @module
 */

import type { CellResult } from "./cell_result.ts";
import type { HostTool } from "./host_tool.ts";
import type { JsonValue } from "./json.ts";
import type { FileReference, Variable, VariableInfo } from "./variable.ts";

/** How another process finds a session again that lives on without its host. */
export interface SessionHandle {
  /** The backend's name of the sandbox. */
  readonly sandbox: string;
  /** Random text that only this session's host knows. */
  readonly link: string;
}

/** What a started session is and what is in force around it. Data, never a promise of more. */
export interface Capabilities {
  /** Backend name, such as `local`. */
  readonly backend: string;
  /** Isolation actually in force, such as `process`, `bubblewrap` or `gvisor`. */
  readonly isolation: string;
  /** Whether guest code can reach a network. */
  readonly network: boolean;
  /** What guest code can touch of a file system, in a few words. */
  readonly filesystem: string;
  /** Version of the guest's Python, such as `3.12.1`. */
  readonly pythonVersion: string;
  /** Whether state outlives the session. */
  readonly persistent: boolean;
  /** What a user should be told of it, such as that nothing shuts the guest in. */
  readonly warning?: string;
  /** Mount point of the volume, if there is one. */
  readonly volume?: string;
  /** How to find the session again; absent where it ends with its host. */
  readonly handle?: SessionHandle;
  /** Cells that had run before this host came to the session; absent for a new one. */
  readonly cellsRun?: number;
}

/** Answer to a SUBMIT: the value to keep, or why it is not accepted. */
export type SubmitVerdict =
  | { readonly accepted: true; readonly value: JsonValue }
  | { readonly accepted: false; readonly message: string };

/** What SUBMIT takes in the guest and who judges it. */
export interface SubmitContract {
  /** Names in order, for positional calls; a call must give exactly these. */
  readonly names: readonly string[];
  /** Judges what was given; a refusal arrives in the guest as a `TypeError` that says why. */
  accept(values: Readonly<Record<string, JsonValue>>): SubmitVerdict;
}

/** What guest code can call on the host. */
export interface Equipment {
  /** Functions of the host that guest code may call. */
  readonly tools?: readonly HostTool[];
  /**
   * Typed SUBMIT. Without it, `SUBMIT(x)` gives `{"output": x}`, several values give a list, and
   * keywords give an object; everything is accepted.
   */
  readonly submit?: SubmitContract;
  /** Path of the child run that uses it, such as `1.2`; absent for the outermost run. */
  readonly run?: string;
}

/** What an interpreter is made with. */
export interface InterpreterOptions extends Equipment {
  /**
   * Most code points of printed output kept per cell, half head and half tail.
   * @default {10000}
   */
  readonly maxOutputChars?: number;
  /**
   * Most milliseconds a cell may take, time in host tools included; 0 for none.
   * @default {0}
   */
  readonly cellTimeoutMs?: number;
  /**
   * Most milliseconds that the sandbox may live after its start; 0 for none.
   * @default {0}
   */
  readonly lifetimeMs?: number;
  /** Identifier of the run that it is for, by which sandboxes in a cloud can be told apart. */
  readonly runId?: string;
  /** Files that will be bound: a backend that shuts its guests in lets them in from the start. */
  readonly files?: readonly FileReference[];
}

/** Options of one execution. */
export interface ExecuteOptions {
  /** Ends the cell and the session when aborted. */
  readonly signal?: AbortSignal;
  /** Whether the trailing expression's value is wanted, besides its printed form. */
  readonly wantValue?: boolean;
  /** Overrides the session's cell time limit, milliseconds; 0 for none. */
  readonly timeoutMs?: number;
}

/**
 * One live Python session. Making one does no I/O. Once it has crashed or was shut down it is over:
 * nothing restarts silently.
 */
export interface Interpreter extends AsyncDisposable {
  /**
   * Starts the session; idempotent.
   * @throws {FleetError} `python-missing`, `sandbox-start` or `backend-unavailable`.
   */
  start(signal?: AbortSignal): Promise<Capabilities>;
  /**
   * Brings each variable to the sandbox once and returns what was measured there, in order.
   * Starts the session when needed.
   */
  bind(variables: readonly Variable[], signal?: AbortSignal): Promise<readonly VariableInfo[]>;
  /**
   * Runs one cell. Starts the session when needed. One cell at a time.
   * @throws {FleetError} `sandbox-ended` when the session is over, `sandbox-protocol` when the
   * sandbox did not keep to the protocol, `interrupted` when the signal was aborted.
   */
  execute(code: string, options?: ExecuteOptions): Promise<CellResult>;
  /**
   * Gives a started session other tools and another SUBMIT in place of those it has; its variables
   * stay. An interpreter without this keeps what it was made with.
   */
  equip?(equipment: Equipment, signal?: AbortSignal): Promise<void>;
  /** Ends the session and everything it started; terminal and idempotent. */
  shutdown(): Promise<void>;
}

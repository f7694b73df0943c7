/**
 * One cell on its way: its id, its output so far, its calls, its time limit.
 *
 * Pure bookkeeping plus one timer; the session decides what to do when the limit is reached.
 *
 * @module
 */

import { randomBytes } from "node:crypto";
import type { CellResult } from "../src/core/cell_result.ts";
import type { ResultMessage } from "./messages.ts";
import { OutputLog } from "./output_log.ts";
import type { ToolDesk } from "./tool_desk.ts";

/** What a running cell is made with. */
export interface RunningCellOptions {
  /** Most code points of output. */
  readonly maxOutputChars: number;
  /** Milliseconds until `onTimeout`; 0 for never. */
  readonly timeoutMs: number;
  /** Called once when the time is up. */
  onTimeout(): void;
}

/** A cell between its start and its result. */
export class RunningCell {
  /** Random id that only this cell's messages carry. */
  readonly id: string;
  /** Answers its calls. */
  readonly desk: ToolDesk;
  /** Its output so far. */
  readonly output: OutputLog;
  /** Settles with the result. */
  readonly result: Promise<CellResult>;
  readonly #resolve: (result: CellResult) => void;
  readonly #reject: (error: unknown) => void;
  readonly #startedMs = performance.now();
  readonly #timeoutMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timedOut = false;

  /** Starts the clock of a cell. */
  constructor(desk: ToolDesk, options: RunningCellOptions) {
    this.id = randomId();
    this.desk = desk;
    this.output = new OutputLog(options.maxOutputChars);
    this.#timeoutMs = options.timeoutMs;
    const { promise, resolve, reject } = Promise.withResolvers<CellResult>();
    this.result = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    if (options.timeoutMs > 0) {
      this.#timer = setTimeout(() => {
        this.#timedOut = true;
        desk.close();
        options.onTimeout();
      }, options.timeoutMs);
    }
  }

  /** Ends the cell with what the driver told. */
  finish(message: ResultMessage): void {
    this.#stop();
    const base = {
      output: this.output.finish(message.output),
      durationMs: message.ms,
      changes: message.changes,
    };
    const accepted = this.desk.accepted;
    if (accepted) {
      this.#resolve({ status: "submitted", value: accepted.value, ...base });
    } else if (this.#timedOut && message.error?.type === "KeyboardInterrupt") {
      this.#resolve({ status: "timeout", timeoutMs: this.#timeoutMs, stateKept: true, ...base });
    } else if (message.error) {
      this.#resolve({ status: "error", error: message.error, ...base });
    } else {
      const value = message.value === undefined ? {} : { value: message.value };
      this.#resolve({ status: "ok", ...value, ...base });
    }
  }

  /** Ends the cell because its sandbox is gone. */
  lose(reason: string): void {
    this.#stop();
    const base = {
      output: this.output.partial(),
      durationMs: performance.now() - this.#startedMs,
      changes: [],
    };
    if (this.desk.accepted) {
      this.#resolve({ status: "submitted", value: this.desk.accepted.value, ...base });
    } else if (this.#timedOut) {
      this.#resolve({ status: "timeout", timeoutMs: this.#timeoutMs, stateKept: false, ...base });
    } else {
      this.#resolve({ status: "crashed", reason, ...base });
    }
  }

  /** Ends the cell with an error of the host. */
  fail(error: unknown): void {
    this.#stop();
    this.#reject(error);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.desk.close();
  }
}

/** 128 random bits in hex. */
export function randomId(): string {
  // `toHex()` of byte arrays is younger than some runtimes that the program is compiled with.
  return randomBytes(16).toString("hex");
}

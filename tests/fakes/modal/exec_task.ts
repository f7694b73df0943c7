/**
 * What runs in a sandbox on demand: a process or a call of the filesystem tools, which look alike on the
 * wire; and the bytes that go into it, each taken once however often they are sent.
 *
 * @module
 */

import type { ByteLog } from "./byte_log.ts";
import { RpcError } from "./rpc_error.ts";

/** Longest write that the router takes, bytes. */
const MAX_WRITE_BYTES = 16 * 2 ** 20;

/** How something ended: with a code, or by a signal. */
export interface ExecStatus {
  readonly code?: number;
  readonly signal?: number;
}

/** Something that runs. */
export interface ExecTask {
  /** What it wrote to standard output. */
  readonly stdout: ByteLog;
  /** What it wrote to standard error. */
  readonly stderr: ByteLog;
  /** How it ended; `undefined` while it runs. */
  readonly status: ExecStatus | undefined;
  /** Resolves once it has ended and its output is complete. */
  readonly ended: Promise<void>;
  /** Id of its process on the host, if it is one. */
  readonly pid?: number;
  /** Writes to its standard input; resolves when that was taken. */
  write(data: Uint8Array): Promise<void>;
  /** Says that no more input comes. */
  closeStdin(): Promise<void>;
  /** Ends it. */
  kill(): void;
}

/** One write of a client. */
export interface StdinWrite {
  /** Bytes that the client sent before these. */
  readonly offset: number;
  readonly data: Uint8Array;
  readonly eof: boolean;
}

/** The input of a task. */
export class ExecInput {
  #task: ExecTask;
  #taken = 0;
  #isClosed = false;
  #last: Promise<void> = Promise.resolve();
  #stream: symbol | undefined;

  constructor(task: ExecTask) {
    this.#task = task;
  }

  /** Bytes taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether no more is taken. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Takes a write, after those before it. What was taken already is dropped.
   * @throws {RpcError} FAILED_PRECONDITION, RESOURCE_EXHAUSTED
   */
  write(write: StdinWrite): Promise<void> {
    const taken = this.#last.then(() => this.#take(write));
    this.#last = taken.catch(() => {});
    return taken;
  }

  /** Begins a stream of writes at an offset; another that is under way can go no further. */
  openStream(offset: number): symbol {
    if (offset !== this.#taken) {
      const message = `Stdin is at offset ${this.#taken}, not at ${offset}`;
      throw new RpcError("FAILED_PRECONDITION", message);
    }
    if (this.#isClosed) throw new RpcError("FAILED_PRECONDITION", "Stdin is closed");
    this.#stream = Symbol();
    return this.#stream;
  }

  /** Ends a stream that is under way. */
  evictStream(): void {
    this.#stream = undefined;
  }

  /**
   * Takes what a stream brings.
   * @throws {RpcError} ABORTED when the stream was evicted.
   */
  async writeStreamed(stream: symbol, data: Uint8Array, eof: boolean): Promise<void> {
    if (this.#stream !== stream) throw new RpcError("ABORTED", "The stream of stdin was evicted");
    await this.write({ offset: this.#taken, data, eof });
  }

  async #take({ offset, data, eof }: StdinWrite): Promise<void> {
    if (data.length > MAX_WRITE_BYTES) {
      throw new RpcError("RESOURCE_EXHAUSTED", `Write of ${data.length} bytes is too large`);
    }
    if (data.length > 0) {
      if (offset > this.#taken) {
        const message = `Stdin is at offset ${this.#taken}, not at ${offset}`;
        throw new RpcError("FAILED_PRECONDITION", message);
      }
      const fresh = data.subarray(Math.min(data.length, this.#taken - offset));
      if (fresh.length > 0 && this.#isClosed) {
        throw new RpcError("FAILED_PRECONDITION", "Stdin is closed");
      }
      // Counted before it is written: a client that asks meanwhile must not send it again.
      this.#taken += fresh.length;
      if (fresh.length > 0) await this.#task.write(fresh);
    }
    if (eof && !this.#isClosed) {
      this.#isClosed = true;
      await this.#task.closeStdin();
    }
  }
}

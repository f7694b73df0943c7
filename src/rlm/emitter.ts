/**
 * The stream of events of a tree of runs: stamps them with the time since the start and hands them to
 * the listeners, in order and synchronously. Those of a child carry its path.
 *
 * @module
 */

import type { RunEvent, RunEventBody, RunListener } from "../core/run_event.ts";

interface Stream {
  readonly listeners: readonly RunListener[];
  readonly startedAt: number;
  failure?: { readonly thrown: unknown };
}

/** Hands events to listeners. */
export class Emitter {
  /** Path of the run whose events these are; empty for the outermost. */
  readonly path: string;
  readonly #stream: Stream;

  /** Starts the clock. A child shares the stream of its `parent`. */
  constructor(
    listeners: readonly RunListener[],
    child?: { readonly parent: Emitter; readonly path: string },
  ) {
    this.path = child?.path ?? "";
    this.#stream = child === undefined
      ? { listeners, startedAt: performance.now() }
      : child.parent.#stream;
  }

  /** The emitter of a child run. */
  child(path: string): Emitter {
    return new Emitter([], { parent: this, path });
  }

  /** Hands an event to every listener, then throws what one of them threw. */
  emit(body: RunEventBody): void {
    const stream = this.#stream;
    const atMs = performance.now() - stream.startedAt;
    const event: RunEvent = this.path === ""
      ? { ...body, atMs }
      : { ...body, atMs, run: this.path };
    let failure: { readonly thrown: unknown } | undefined;
    for (const listener of stream.listeners) {
      try {
        listener(event);
      } catch (thrown) {
        failure ??= { thrown };
      }
    }
    if (failure === undefined) return;
    stream.failure ??= failure;
    throw failure.thrown;
  }

  /**
   * Throws what a listener threw earlier. Events are also emitted inside host tools, where an
   * exception reaches guest code that may swallow it; the loop checks after each cell.
   */
  check(): void {
    if (this.#stream.failure !== undefined) throw this.#stream.failure.thrown;
  }
}

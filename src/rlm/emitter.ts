/**
 * The stream of a run's events: stamps them with the time since the start and hands them to the
 * listeners, in order and synchronously.
 *
 * @module
 */

import type { RunEventBody, RunListener } from "../core/run_event.ts";

/** Hands events to listeners. */
export class Emitter {
  readonly #listeners: readonly RunListener[];
  readonly #startedAt = performance.now();
  #failure: { readonly thrown: unknown } | undefined;

  /** Starts the clock. */
  constructor(listeners: readonly RunListener[]) {
    this.#listeners = listeners;
  }

  /** Hands an event to every listener, then throws what one of them threw. */
  emit(body: RunEventBody): void {
    const event = { ...body, atMs: performance.now() - this.#startedAt };
    let failure: { readonly thrown: unknown } | undefined;
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (thrown) {
        failure ??= { thrown };
      }
    }
    if (failure === undefined) return;
    this.#failure ??= failure;
    throw failure.thrown;
  }

  /**
   * Throws what a listener threw earlier. Events are also emitted inside host tools, where an
   * exception reaches guest code that may swallow it; the loop checks after each cell.
   */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }
}

/**
 * Asks the person at a terminal for one line, shown or not while it is typed. `terminal.ts` gives it
 * the streams.
 *
 * @module
 */

import { InterruptedError, UsageError } from "../core/errors.ts";
import { TypedLine } from "./typed_line.ts";

/** How a question is asked. */
export interface AskOptions {
  /**
   * Whether nothing of the answer is shown.
   * @default {false}
   */
  readonly isHidden?: boolean;
  /** Calls the question off. */
  readonly signal?: AbortSignal;
}

/** The part of a terminal that is typed at. */
export interface TypedInput {
  /** Whether it is a terminal. */
  isTerminal(): boolean;
  /** Turns the terminal's own handling of lines off and on again. */
  setRaw(isRaw: boolean, options?: { cbreak: boolean }): void;
  /** Reads what was typed. */
  read(buffer: Uint8Array): Promise<number | null>;
}

/** Asks questions one after another; what was typed ahead answers the next. */
export function createAsker(
  input: TypedInput,
  say: (text: string) => void,
): (question: string, options?: AskOptions) => Promise<string> {
  let ahead = new Uint8Array(0);
  return async (question, { isHidden = false, signal } = {}) => {
    if (!input.isTerminal()) {
      throw new UsageError(`Cannot ask "${question}": standard input is no terminal`);
    }
    using cleanup = new DisposableStack();
    const called = calledOff(signal, cleanup);
    const line = new TypedLine();
    // Before the question: what is typed right behind it must not be shown either.
    if (isHidden) {
      input.setRaw(true, { cbreak: Deno.build.os !== "windows" });
      cleanup.defer(() => {
        input.setRaw(false);
        say("\n");
      });
    }
    say(`${question}: `);
    for (let bytes = ahead;;) {
      ahead = new Uint8Array(line.feed(bytes));
      if (line.state === "interrupted") throw new InterruptedError();
      if (line.state === "complete") return line.text.trim();
      const buffer = new Uint8Array(4_096);
      const count = await Promise.race([input.read(buffer), called]);
      if (count === null) return line.text.trim();
      bytes = buffer.subarray(0, count);
    }
  };
}

/** Rejects once the signal is aborted. */
function calledOff(signal: AbortSignal | undefined, cleanup: DisposableStack): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const onAbort = () => reject(new InterruptedError());
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  cleanup.defer(() => signal?.removeEventListener("abort", onAbort));
  return promise;
}

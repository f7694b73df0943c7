/**
 * A terminal that keeps what is written to it, for tests.
 *
 * @module
 */

import { UsageError } from "../../src/core/errors.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

/** A terminal with its record. */
export interface MemoryTerminal extends Terminal {
  /** All of standard output so far. */
  readonly stdout: string;
  /** All of standard error so far. */
  readonly stderr: string;
}

/**
 * Creates one; `input` is what standard input holds. With `answers` a person types and looks on:
 * each question takes the next.
 */
export function createMemoryTerminal(input = "", answers?: readonly string[]): MemoryTerminal {
  const left = [...answers ?? []];
  let stdout = "";
  let stderr = "";
  let redact = (text: string) => text;
  return {
    width: 80,
    isInputTyped: answers !== undefined,
    isOutputShown: answers !== undefined,
    hasColor: false,
    hasOutputColor: false,
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += redact(text)),
    input: () => ReadableStream.from(input === "" ? [] : [new TextEncoder().encode(input)]),
    ask: (question) => {
      const answer = left.shift();
      if (answer === undefined) throw new UsageError(`Nobody answers "${question}"`);
      stderr += `${question}: \n`;
      return Promise.resolve(answer);
    },
    takeOutput: () =>
      new WritableStream({ write: (bytes) => void (stdout += new TextDecoder().decode(bytes)) }),
    guard: (given) => void (redact = given),
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
  };
}
